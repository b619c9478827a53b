using Dagstack.Extensions.Plugins.Testing.Calls;
using Dagstack.Extensions.Plugins.Testing.Inputs;
using Dagstack.Extensions.Plugins.Testing.Runs;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>A fallback plugin accepts every valid input.</summary>
internal static class FallbackCheck
{
    public static async Task RunAsync(SuiteRun run, Findings findings, CancellationToken cancellationToken)
    {
        if (run.Subject.Manifest is not { Fallback: true } || await SuiteChecks.PassAsync(PluginCheck.Fallback, run, findings, cancellationToken).ConfigureAwait(false) is null)
        {
            return;
        }

        var host = await run.StartAsync(cancellationToken).ConfigureAwait(false);
        var caller = new HookCaller(run.Subject.Contract!, host.Clock);
        var reported = new HashSet<string>(StringComparer.Ordinal);
        using var closed = new ClosedFiles();
        foreach (var (name, call) in HardInputs.Of(run.Subject.Contract!, closed))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!reported.Contains(call.Hook.Name)
                && (await caller.CallAsync(run.PluginOf(host), call, cancellationToken).ConfigureAwait(false)).Fault is { } fault)
            {
                reported.Add(call.Hook.Name);
                findings.Add(
                    PluginCheck.Fallback,
                    PluginInvariants.FallbackError,
                    call,
                    $"The fallback plugin refuses {name}: the hook '{call.Hook.Name}' threw {ExceptionText.Full(fault)}",
                    "A fallback gets what no other plugin takes, and must give some result for it. Handle the input, or remove fallback = true from the manifest.");
            }
        }
    }
}

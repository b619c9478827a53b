using Dagstack.Extensions.Plugins.Testing.Calls;
using Dagstack.Extensions.Plugins.Testing.Runs;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>A second run with the same input gives the same output, where the manifest or the contract declares it.</summary>
internal static class IdempotencyCheck
{
    public static async Task RunAsync(SuiteRun run, Findings findings, CancellationToken cancellationToken)
    {
        if (await SuiteChecks.PassAsync(PluginCheck.Idempotency, run, findings, cancellationToken).ConfigureAwait(false) is not { } first)
        {
            return;
        }

        var mode = run.Subject.Manifest!.UnitOfWork.IdempotencyMode;
        List<HookCall> calls = [.. run.Calls.Where(call => mode != PluginIdempotencyMode.None || call.Hook.IsIdempotent)];

        // Where two hosts differ already, Determinism says so.
        if (calls.Count == 0
            || await SuiteChecks.SecondPassAsync(PluginCheck.Idempotency, run, findings, cancellationToken).ConfigureAwait(false) is not { } second
            || OutcomeComparison.Differences(first, second).Any())
        {
            return;
        }

        var host = await run.StartAsync(cancellationToken).ConfigureAwait(false);
        var caller = new HookCaller(run.Subject.Contract!, host.Clock);
        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (var call in calls)
        {
            var before = await caller.CallAsync(run.PluginOf(host), call, cancellationToken).ConfigureAwait(false);
            host.Clock.Advance(TimeSpan.FromHours(1));
            var after = await caller.CallAsync(run.PluginOf(host), call, cancellationToken).ConfigureAwait(false);
            if (before.Json != after.Json && reported.Add(call.Hook.Name))
            {
                var declared = mode switch
                {
                    PluginIdempotencyMode.None => "The contract marks the hook as idempotent",
                    PluginIdempotencyMode.InputHash => "The manifest declares idempotency_mode = \"input_hash\"",
                    _ => "The manifest declares idempotency_mode = \"output_hash\"",
                };
                findings.Add(
                    PluginCheck.Idempotency,
                    PluginInvariants.IdempotencyError,
                    call,
                    $"The hook '{call.Hook.Name}' gave another output when it was called with the same input again, one hour later: {OutcomeComparison.Show(before.Json, after.Json)}. {declared}.",
                    $"Let the output depend on the input alone: not on how often the plugin was called, not on time, not on randomness.{(mode == PluginIdempotencyMode.None ? string.Empty : " Or declare idempotency_mode = \"none\" under [plugin.unit_of_work].")}");
            }
        }
    }
}

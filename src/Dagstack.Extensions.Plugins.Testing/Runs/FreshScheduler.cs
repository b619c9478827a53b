using Dagstack.Extensions.Plugins.Testing.Calls;
using Dagstack.Extensions.Plugins.Testing.Processes;

namespace Dagstack.Extensions.Plugins.Testing.Runs;

/// <summary>Calls all inputs on a scheduler, a thread and with a culture that the plugin has not seen.</summary>
internal static class FreshScheduler
{
    public static async Task<IReadOnlyList<string>> RunAsync(SuiteRun run, CancellationToken cancellationToken)
    {
        using var scheduler = new PumpScheduler();
        var host = await run.StartAsync(cancellationToken).ConfigureAwait(false);
        var caller = new HookCaller(run.Subject.Contract!, host.Clock, scheduler, ForeignCulture.Instance);
        var outcomes = await caller.CallAsync(run.PluginOf(host), run.Calls, cancellationToken).ConfigureAwait(false);
        return [.. outcomes.Select(static outcome => outcome.Json)];
    }
}

using Dagstack.Extensions.Plugins.Testing.Runs;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>Two hosts with the same clock and seed give the same JSON, byte for byte.</summary>
internal static class DeterminismCheck
{
    public static async Task RunAsync(SuiteRun run, Findings findings, CancellationToken cancellationToken)
    {
        if (await SuiteChecks.PassAsync(PluginCheck.Determinism, run, findings, cancellationToken).ConfigureAwait(false) is not { } first
            || await SuiteChecks.SecondPassAsync(PluginCheck.Determinism, run, findings, cancellationToken).ConfigureAwait(false) is not { } second)
        {
            return;
        }

        foreach (var (before, after) in OutcomeComparison.Differences(first, second))
        {
            findings.Add(
                PluginCheck.Determinism,
                PluginInvariants.DeterminismError,
                before.Call,
                $"The hook '{before.Call.Hook.Name}' gave two outputs for one input, with the same frozen clock and the same seed: {OutcomeComparison.Show(before.Json, after.Json)}.",
                "Find what differs between the runs: hash codes, the order of parallel work or of a set, memory, threads. Take time from the resource 'clock' and randomness from 'rng', and put results in an order of their own.");
        }
    }
}

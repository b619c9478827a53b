using Dagstack.Extensions.Plugins.Testing.Calls;
using Dagstack.Extensions.Plugins.Testing.Runs;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>Progress is in range and serialisable, and work resumes from its checkpoints.</summary>
internal static class SinkCheck
{
    private const int MaxInterruptions = 3;

    public static async Task RunAsync(SuiteRun run, Findings findings, CancellationToken cancellationToken)
    {
        if (await SuiteChecks.PassAsync(PluginCheck.Sinks, run, findings, cancellationToken).ConfigureAwait(false) is not { } pass)
        {
            return;
        }

        foreach (var fault in pass.SinkFaults)
        {
            findings.Add(PluginCheck.Sinks, PluginInvariants.SinkError, PlaceOf(run), $"The sink of progress refused what was reported: {fault.ReplaceLineEndings(" ").TrimEnd('.')}.", "Report a fraction from 0 to 1, events that have a type, and data of plain values.");
        }

        if (run.Subject is { HasOwnProcess: true, Manifest.UnitOfWork.Checkpointable: true })
        {
            findings.Skip(PluginCheck.Sinks, "A plugin in a process of its own saves checkpoints without waiting for the host, so a call cannot be interrupted at one. Interrupt it in a test of its own, and look whether it resumes.");
        }
        else if (run.Subject.Manifest!.UnitOfWork.Checkpointable && !run.Subject.RunsUnits)
        {
            await ResumeAsync(run, findings, pass, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Finds where the plugin reports: fractions first, and where it reports none, events.</summary>
    private static PluginLocation PlaceOf(SuiteRun run)
    {
        if (run.Subject.Image is not { } image)
        {
            return new();
        }

        var report = image.PlaceOf(typeof(PluginProgress).FullName!, nameof(PluginProgress.Report));
        return report.Member is null ? image.PlaceOf(typeof(PluginProgress).FullName!, nameof(PluginProgress.Event)) : report;
    }

    private static async Task ResumeAsync(SuiteRun run, Findings findings, SuitePass pass, CancellationToken cancellationToken)
    {
        var saved = false;
        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (var whole in pass.Outcomes)
        {
            for (var saves = 1; saves <= MaxInterruptions; saves++)
            {
                var store = new EndingStore { EndAfter = saves };
                var interrupted = await CallAsync(store).ConfigureAwait(false);
                if (store.Saves < saves)
                {
                    break;
                }

                saved = true;
                store.EndAfter = null;
                var resumed = await CallAsync(store).ConfigureAwait(false);
                if (resumed.Json != whole.Json && reported.Add(whole.Call.Hook.Name))
                {
                    findings.Add(
                        PluginCheck.Sinks,
                        PluginInvariants.SinkError,
                        whole.Call,
                        $"The hook '{whole.Call.Hook.Name}' was interrupted after {saves} saved checkpoint{(saves == 1 ? string.Empty : "s")} and resumed, and gave another output than without: {OutcomeComparison.Show(whole.Json, resumed.Json)}.",
                        "Save everything that the rest of the work needs, after the step that it describes is done, and begin from what LoadAsync returns.");
                }

                async Task<CallOutcome> CallAsync(EndingStore checkpoints)
                {
                    var host = await run.StartAsync(cancellationToken, builder => builder.ConfigurePlugins(options => options.UseCheckpoints(checkpoints))).ConfigureAwait(false);
                    return await new HookCaller(run.Subject.Contract!, host.Clock).CallAsync(run.PluginOf(host), whole.Call, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        if (!saved)
        {
            findings.Add(
                PluginCheck.Sinks,
                PluginInvariants.SinkError,
                run.Subject.ManifestLocation(),
                "The manifest declares checkpointable = true, and no checkpoint was saved in any call.",
                "Take a PluginCheckpoint in the constructor and save to it, or remove checkpointable. If the inputs that were made are too small, give larger ones with WithCall.");
        }
    }
}

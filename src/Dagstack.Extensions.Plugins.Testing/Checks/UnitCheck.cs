using System.Text.Json;
using Dagstack.Extensions.Plugins.Testing.Calls;
using Dagstack.Extensions.Plugins.Testing.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>What the manifest says of units of work is so, and those that are interrupted go on from their checkpoints.</summary>
internal static class UnitCheck
{
    /// <summary>After how many saves a unit is interrupted at most, one run for each; each has a host of its own.</summary>
    private const int MaxInterruptions = 100;

    /// <summary>The same for a plugin in a process of its own, which is started anew for each.</summary>
    private const int MaxStarts = 5;

    public static async Task RunAsync(SuiteRun run, Findings findings, CancellationToken cancellationToken)
    {
        var subject = run.Subject;
        if (subject.Manifest is not { } manifest || (!manifest.UnitOfWork.Declared && !subject.RunsUnits))
        {
            return;
        }

        if (!manifest.UnitOfWork.Declared)
        {
            findings.Add(
                PluginCheck.Units,
                PluginInvariants.UnitOfWorkError,
                subject.ManifestLocation(),
                $"The class implements {nameof(IUnitOfWork)}, and the manifest does not declare that the plugin runs units of work: none is ever run.",
                $"Write 'declared = true' below '[plugin.unit_of_work]', or take {nameof(IUnitOfWork)} away.");
            return;
        }

        if (await SuiteChecks.PassAsync(PluginCheck.Units, run, findings, cancellationToken).ConfigureAwait(false) is null)
        {
            return;
        }

        var host = await run.StartAsync(cancellationToken).ConfigureAwait(false);
        if (FindRefusal(host, subject.Name) is { } refusal)
        {
            findings.Add(PluginCheck.Units, PluginInvariants.UnitOfWorkError, subject.ManifestLocation(), refusal, $"Have the class implement {nameof(IUnitOfWork)} beside its contract, or take 'declared = true' away.");
            return;
        }

        if (run.Settings.Units.Count == 0 && subject.RunsUnits)
        {
            findings.Skip(PluginCheck.Units, $"No unit of work could be made up for a class that runs them itself. Give the arguments of one with {nameof(PluginContractSuite.WithUnit)}.");
        }

        await ResumeAsync(run, findings, cancellationToken).ConfigureAwait(false);
    }

    private static string? FindRefusal(PluginTestHost host, string plugin)
    {
        try
        {
            host.Services.GetRequiredService<IPluginUnits>().Find(plugin);
            return null;
        }
        catch (UnitRefusedException refused)
        {
            return refused.Message;
        }
    }

    private static async Task ResumeAsync(SuiteRun run, Findings findings, CancellationToken cancellationToken)
    {
        var saved = false;
        foreach (var args in run.Settings.Units)
        {
            var checkpoint = new InMemoryCheckpoint();
            var whole = await RunUnitAsync(checkpoint).ConfigureAwait(false);
            var all = checkpoint.Saves;
            saved |= all > 0;
            var most = run.Subject.Manifest!.UnitOfWork.Checkpointable ? Math.Min(all, run.Subject.HasOwnProcess ? MaxStarts : MaxInterruptions) : 0;
            for (var saves = 1; saves <= most; saves++)
            {
                checkpoint = new() { EndAfter = saves };
                await RunUnitAsync(checkpoint).ConfigureAwait(false);
                checkpoint.EndAfter = null;
                var resumed = await RunUnitAsync(checkpoint).ConfigureAwait(false);
                if (resumed != whole)
                {
                    findings.Add(
                        PluginCheck.Units,
                        PluginInvariants.UnitOfWorkError,
                        run.Subject.RunsUnits && run.Subject.Image is { } image ? image.LocationOf(nameof(IUnitOfWork.RunAsync)) : run.Subject.ManifestLocation(),
                        $"The unit of work {Excerpt.Cut(args.GetRawText(), 100)} was interrupted after {saves} of its {all} saved checkpoints and run again from there, and gave another output than without: {OutcomeComparison.Show(whole, resumed)}.",
                        "Save everything that the rest of the work needs, after the step that it describes is done, and begin from what the checkpoint of the unit has.");
                    break;
                }
            }

            async Task<string> RunUnitAsync(InMemoryCheckpoint kept)
            {
                var host = await run.StartAsync(cancellationToken).ConfigureAwait(false);
                using var cut = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                var unit = new UnitContext { UnitId = "unit", Progress = new InMemoryProgress(host.Clock), Checkpoint = new CuttingCheckpoint(kept, cut) };
                try
                {
                    var output = await MovingClock.WaitAsync(host.Services.GetRequiredService<IPluginUnits>().RunAsync(PluginId.Parse(run.Subject.Name), args, unit, cut.Token).AsTask(), host.Clock, "The unit of work", cancellationToken).ConfigureAwait(false);
                    return output?.GetRawText() ?? "null";
                }
                catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
                {
                    return HookCaller.JsonOf(fault);
                }
            }
        }

        if (!saved && run.Settings.Units.Count > 0 && run.Subject.Manifest!.UnitOfWork.Checkpointable)
        {
            findings.Add(
                PluginCheck.Units,
                PluginInvariants.UnitOfWorkError,
                run.Subject.ManifestLocation(),
                "The manifest declares checkpointable = true, and no checkpoint was saved in any unit of work.",
                $"Save to {nameof(UnitContext)}.{nameof(UnitContext.Checkpoint)}, or remove checkpointable. If the units are too small, give larger ones with {nameof(PluginContractSuite.WithUnit)}.");
        }
    }
}

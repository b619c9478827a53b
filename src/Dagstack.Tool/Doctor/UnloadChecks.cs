using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;
using Dagstack.Tool.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Tool.Doctor;

/// <summary>Starts each plugin in process, replaces it by itself, and looks whether its old code leaves the process.</summary>
internal static class UnloadChecks
{
    private const string Check = "unloading";

    public static async Task<IReadOnlyList<Finding>> RunAsync(IReadOnlyList<string> folders, IReadOnlyList<PluginId> plugins, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        var host = BareHost.Create(folders, static options => options.AllowReload());
        await using (host.ConfigureAwait(false))
        {
            var registry = host.GetRequiredService<IPluginRegistry>();
            foreach (var id in plugins)
            {
                findings.Add(await CheckAsync(registry, id, cancellationToken).ConfigureAwait(false));
            }
        }

        return findings;
    }

    private static async Task<Finding> CheckAsync(IPluginRegistry registry, PluginId id, CancellationToken cancellationToken)
    {
        const string Mend = "Correct what the reason says.";
        try
        {
            var status = await registry.SetupPluginAsync(id, cancellationToken).ConfigureAwait(false);
            if (!status.IsServing)
            {
                return Finding.Bad(Check, $"{id} does not start ({status.Code}): {status.Reason}", Mend);
            }

            var reload = await registry.ReloadAsync(id, cancellationToken).ConfigureAwait(false);
            return reload switch
            {
                { Outcome: PluginReloadOutcome.Failed or PluginReloadOutcome.Refused } => Finding.Bad(Check, $"{id} cannot be replaced ({reload.Code}): {reload.Reason}", Mend),
                { Unload: PluginUnloadOutcome.StillAlive } => Finding.Warning(
                    Check,
                    $"{id} stays in memory after it is replaced: {string.Join(' ', reload.Hints.Select(static hint => $"{hint.Cause}, {(hint.IsFound ? "held by" : "perhaps by")} {hint.Place.TrimEnd('.')}."))}",
                    $"{string.Join(' ', reload.Hints.Select(static hint => hint.Remedy).Distinct())} docs/hot-reload.md in the package Dagstack.Extensions.Plugins has an example for each cause."),
                _ => Finding.Good(Check, $"{id} starts, is replaced, and leaves the process."),
            };
        }
        catch (PluginRegistryException fault)
        {
            return Finding.Bad(Check, $"{id} ({fault.Code}): {fault.Message}", Mend);
        }
    }
}

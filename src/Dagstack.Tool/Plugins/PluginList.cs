using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Manifests;
using Dagstack.Tool.Output;
using Dagstack.Tool.Verbs;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Tool.Plugins;

/// <summary>The plugins of a host that has not been started.</summary>
/// <param name="host">The host.</param>
/// <param name="kindsAreKnown">Whether it has been given contracts: else it is not to be blamed that it has none.</param>
internal sealed class PluginList(IServiceProvider host, bool kindsAreKnown)
{
    public IReadOnlyList<ListedPlugin> Describe(CancellationToken cancellationToken)
    {
        var plugins = new List<ListedPlugin>();
        foreach (var plugin in host.GetRequiredService<IPluginRegistry>().Plugins)
        {
            cancellationToken.ThrowIfCancellationRequested();
            plugins.Add(Describe(plugin));
        }

        return kindsAreKnown ? plugins : [.. plugins.Select(plugin => WithRivals(plugin, plugins))];
    }

    private ListedPlugin Describe(PluginStatus plugin)
    {
        var (state, code, version) = (plugin.State, plugin.Code, plugin.Version);
        IReadOnlyList<string> reasons = plugin.Reason is { } reason ? [reason] : [];
        if (plugin is { State: PluginState.Unavailable, Path: { } path } && IsOfManifest(code) && (!kindsAreKnown || code == PluginErrorCodes.ManifestInvalid))
        {
            // One by one, with the places of what is wrong.
            var read = ManifestSearch.Read(path);
            reasons = [.. read.Problems.Where(static problem => problem.Severity == ManifestProblemSeverity.Error).Select(Places.Of)];
            (state, code, version) = read.Manifest is { } manifest ? (PluginState.Discovered, null, manifest.Version) : (state, code == PluginErrorCodes.KindUnknown ? read.Problems[0].Code : code, version);
        }

        return new(plugin.Id?.ToString(), Words.Of(state), version, plugin.Path is { } file ? Places.Shorten(file) : null, code, reasons);
    }

    /// <summary>A host looks for plugins of one identity among those whose kinds it has.</summary>
    private static ListedPlugin WithRivals(ListedPlugin plugin, List<ListedPlugin> all)
    {
        var rivals = plugin.Code is null ? all.FindAll(other => other.Code is null && other.Plugin == plugin.Plugin) : [];
        return rivals.Count < 2 ? plugin : plugin with
        {
            State = Words.Of(PluginState.Unavailable),
            Code = PluginErrorCodes.AmbiguousPlugin,
            Reasons = [$"{rivals.Count} plugins claim the identity '{plugin.Plugin}': {string.Join(", ", rivals.Select(static rival => rival.Path))}. Remove one of them, or give it another name."],
        };
    }

    private static bool IsOfManifest(string? code) => code is PluginErrorCodes.KindUnknown or PluginErrorCodes.ManifestInvalid or PluginErrorCodes.VersionIncompatible or PluginErrorCodes.RuntimeNotSupported;
}

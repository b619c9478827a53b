using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Manifests;
using Dagstack.Tool.Output;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Tool.Verbs;

/// <summary>The plugins of a host.</summary>
/// <param name="host">The host.</param>
/// <param name="kindsAreKnown">Whether it has been given contracts: else it is not to be blamed that it has none.</param>
internal sealed class PluginList(IServiceProvider host, bool kindsAreKnown)
{
    private readonly IReadOnlyDictionary<string, string>? _kinds = kindsAreKnown ? host.GetPluginContracts().ToDictionary(static pair => pair.Key, static pair => pair.Value.ApiVersion, StringComparer.Ordinal) : null;

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
        if (plugin is { State: PluginState.Unavailable, Path: { } path } && IsOfManifest(code))
        {
            var read = ManifestSearch.Read(path, _kinds);
            if (read.Manifest is { } manifest)
            {
                // What else a host has against the manifest stays.
                (state, code, version, reasons) = !kindsAreKnown && code == PluginErrorCodes.KindUnknown ? (PluginState.Discovered, null, manifest.Version, []) : (state, code, version, reasons);
            }
            else
            {
                // One by one, with the places of what is wrong.
                var errors = read.Problems.Where(static problem => problem.Severity == ManifestProblemSeverity.Error).ToArray();
                (code, reasons) = (code == PluginErrorCodes.KindUnknown ? errors[0].Code : code, [.. errors.Select(Places.Of)]);
            }
        }

        return new(plugin.Id?.ToString(), Words.Of(state), version, plugin.Path is { } file ? Places.Shorten(file) : null, code, reasons) { Runtime = plugin.Runtime };
    }

    /// <summary>A host looks for plugins of one identity among those whose kinds it has.</summary>
    private static ListedPlugin WithRivals(ListedPlugin plugin, List<ListedPlugin> all)
    {
        var rivals = plugin is { Code: null, Plugin: not null } ? all.FindAll(other => other.Code is null && other.Plugin == plugin.Plugin) : [];
        return rivals.Count < 2 ? plugin : plugin with
        {
            State = Words.Of(PluginState.Unavailable),
            Code = PluginErrorCodes.AmbiguousPlugin,
            Reasons = [$"{rivals.Count} plugins claim the identity '{plugin.Plugin}': {string.Join(", ", rivals.Select(static rival => rival.Path))}. Remove one of them, or give it another name."],
        };
    }

    private static bool IsOfManifest(string? code) => code is PluginErrorCodes.KindUnknown or PluginErrorCodes.ManifestInvalid or PluginErrorCodes.VersionIncompatible or PluginErrorCodes.RuntimeNotSupported;
}

using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Verbs;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Tool.Plugins;

/// <summary>What whoever is responsible for plugins asks of each: what it declares to be able to do, and which files it is.</summary>
internal static class Audit
{
    public static async Task<IReadOnlyList<ListedPlugin>> AddToAsync(IReadOnlyList<ListedPlugin> plugins, IServiceProvider host, CancellationToken cancellationToken)
    {
        var registry = host.GetRequiredService<IPluginRegistry>();
        var audited = new List<ListedPlugin>();
        foreach (var plugin in plugins)
        {
            // One of two with one identity is as good as none: neither is meant.
            var status = plugin.Plugin is { } name && PluginId.TryParse(name, out var id) ? registry.Find(id) : null;
            audited.Add(status?.Id is { } own && plugin.Code != PluginErrorCodes.AmbiguousPlugin
                ? plugin with { Capabilities = status.Capabilities, Sha256 = await registry.HashContentAsync(own, cancellationToken).ConfigureAwait(false) }
                : plugin);
        }

        return audited;
    }
}

using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Tool.Verbs;

/// <summary>What whoever is responsible for plugins asks of each: what it declares to be able to do, who says to publish it, and which files it is.</summary>
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
            audited.Add(status?.Id is { } own && plugin.Code != PluginErrorCodes.AmbiguousPlugin ? await AddToAsync(plugin, own, status, registry, cancellationToken).ConfigureAwait(false) : plugin);
        }

        return audited;
    }

    private static async Task<ListedPlugin> AddToAsync(ListedPlugin plugin, PluginId id, PluginStatus status, IPluginRegistry registry, CancellationToken cancellationToken)
    {
        var audited = plugin with { Capabilities = status.Capabilities, Publisher = status.Publisher, Untrusted = status.IsUntrusted ? true : null };
        try
        {
            return audited with { Sha256 = await registry.HashContentAsync(id, cancellationToken).ConfigureAwait(false) };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return audited with { Code = plugin.Code ?? PluginErrorCodes.PluginRegistryError, Reasons = [.. plugin.Reasons, $"Its files have no hash: {fault.Message}"] };
        }
    }
}

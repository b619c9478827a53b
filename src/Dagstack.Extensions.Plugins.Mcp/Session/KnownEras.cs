using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>How servers were greeted before, which a restart is to be told.</summary>
internal sealed class KnownEras
{
    private readonly ConcurrentDictionary<PluginId, ProtocolEra> _eras = new();

    /// <summary>Gets the era that a plugin's server was greeted by before; null if it never was.</summary>
    public ProtocolEra? Of(PluginId plugin) => _eras.TryGetValue(plugin, out var era) ? era : null;

    /// <summary>Keeps it for the next start; null for one that may have become another.</summary>
    public void Keep(PluginId plugin, ProtocolEra? era)
    {
        if (era is { } known)
        {
            _eras[plugin] = known;
        }
        else
        {
            _eras.TryRemove(plugin, out _);
        }
    }
}

using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

/// <summary>Reads whom a plugin needs and who needs it, and so on.</summary>
/// <param name="registry">The plugins.</param>
/// <param name="here">The plugin.</param>
internal sealed class NeighbourReader(IPluginRegistry registry, PluginId here)
{
    /// <summary>More are not read: nobody takes in so many.</summary>
    private const int Most = 100;

    private readonly Dictionary<PluginId, PluginNode> _nodes = [];

    /// <summary>Reads the plugin itself and its neighbours, near or far.</summary>
    public static IReadOnlyList<PluginNode> Read(IPluginRegistry registry, PluginDetails plugin)
    {
        if (plugin.Status.Id is not { } id || plugin is { DependsOn.Count: 0, Dependents.Count: 0 })
        {
            return [];
        }

        var reader = new NeighbourReader(registry, id);
        reader.Follow(id, static details => details.DependsOn);
        reader._nodes.Remove(id);
        reader.Follow(id, static details => details.Dependents);
        return [.. reader._nodes.Values];
    }

    private void Follow(PluginId from, Func<PluginDetails, IReadOnlyList<PluginId>> next)
    {
        var waiting = new Queue<PluginId>([from]);
        while (waiting.TryDequeue(out var id) && _nodes.Count < Most)
        {
            if (_nodes.ContainsKey(id))
            {
                continue;
            }

            var details = registry.Describe(id);
            _nodes[id] = new(id.ToString(), details is null ? "missing" : PluginStates.NameOf(details.Status.State), [.. (details?.DependsOn ?? []).Select(static needed => needed.ToString())], id == here);
            foreach (var neighbour in details is null ? [] : next(details))
            {
                waiting.Enqueue(neighbour);
            }
        }
    }
}

using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Layers;

/// <summary>One version of a configuration. It never changes; a reload makes another one.</summary>
/// <param name="root">All layers in one.</param>
/// <param name="sourceIds">The files that were there, lowest first.</param>
/// <param name="contents">What was in the files.</param>
internal sealed class ConfigState(ConfigMap root, IReadOnlyList<string> sourceIds, IReadOnlyList<LayerContent> contents)
{
    public ConfigMap Root { get; } = root;

    public IReadOnlyList<string> SourceIds { get; } = sourceIds;

    public IReadOnlyList<LayerContent> Contents { get; } = contents;

    /// <summary>Finds a node, or for a path with <c>[*]</c> the list of all.</summary>
    /// <returns>The node, or null if there is none; null as a value is a node. Where an item has none, there is no list.</returns>
    public ConfigNode? Find(IReadOnlyList<PathSegment> path)
    {
        if (DotPath.HasEach(path))
        {
            return FindEach(path);
        }

        ConfigNode? node = Root;
        for (var i = 0; i < path.Count && node is not null; i++)
        {
            node = PathWalk.Step(node, path[i]);
        }

        return node;
    }

    private ConfigMatches? FindEach(IReadOnlyList<PathSegment> path)
    {
        var matches = new ConfigMatches(Root);
        foreach (var end in PathWalk.Ends(Root, path))
        {
            if (end.Steps < path.Count)
            {
                return null;
            }

            matches.Add(end);
        }

        return matches;
    }
}

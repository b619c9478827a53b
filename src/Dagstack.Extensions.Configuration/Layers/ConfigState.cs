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

    /// <summary>Finds a node.</summary>
    /// <returns>The node, or null if there is none; null as a value is a node.</returns>
    public ConfigNode? Find(IReadOnlyList<PathSegment> path)
    {
        ConfigNode? node = Root;
        foreach (var segment in path)
        {
            node = node switch
            {
                ConfigMap map when segment.Key is { } key => map.Members.GetValueOrDefault(key),
                ConfigList list when segment.Key is null && segment.Index < list.Items.Count => list.Items[segment.Index],
                _ => null,
            };
            if (node is null)
            {
                return null;
            }
        }

        return node;
    }
}

using Dagstack.Extensions.Configuration.Files;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Yaml;

/// <summary>What anchors name, and what their aliases may not do.</summary>
internal sealed class YamlAnchors(ReadContext context)
{
    private readonly Dictionary<string, ConfigNode?> _nodes = new(StringComparer.Ordinal);

    /// <summary>Begins a node. It is not known until it is complete: an alias within it would have no end.</summary>
    public void Begin(string? anchor)
    {
        if (anchor is not null)
        {
            _nodes[anchor] = null;
        }
    }

    public void End(string? anchor, ConfigNode node)
    {
        if (anchor is not null)
        {
            _nodes[anchor] = node;
        }
    }

    public ConfigNode Find(string alias, int line, int column)
    {
        if (!_nodes.TryGetValue(alias, out var node))
        {
            throw context.Fault($"the alias *{alias} has no anchor &{alias} before it. Set the anchor first, or quote the value if it is a text.", line, column);
        }

        if (node is null)
        {
            throw context.Fault($"the alias *{alias} stands within what it names, which has no end. Write out what is meant.", line, column);
        }

        if (context.Depth + node.Height > ReadLimits.Depth)
        {
            throw context.Fault($"with the alias *{alias} the file is nested more than {ReadLimits.Depth} levels deep. Make it flatter.", line, column);
        }

        context.Count(node.Size, line, column);
        return node;
    }
}

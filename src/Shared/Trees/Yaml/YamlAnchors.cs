namespace Dagstack.Extensions.Shared;

/// <summary>What anchors name, and what their aliases may not do.</summary>
internal sealed class YamlAnchors<TNode>(TreeBuilder<TNode> builder)
    where TNode : class
{
    /// <summary>How many values aliases may repeat in one file, whatever the builder allows: few bytes can ask for all memory.</summary>
    private const int MaxRepeated = 1_000_000;

    private readonly Dictionary<string, Anchored> _nodes = new(StringComparer.Ordinal);
    private long _values;
    private int _deepest;

    /// <summary>Begins a value. It is not known until it is complete: an alias within it would have no end.</summary>
    /// <returns>What its end needs to know.</returns>
    public (long Values, int Deepest) Begin(string? anchor)
    {
        var before = (_values++, _deepest);
        if (anchor is not null)
        {
            _nodes[anchor] = default;
            _deepest = builder.Depth;
        }
        else
        {
            _deepest = Math.Max(_deepest, builder.Depth);
        }

        return before;
    }

    /// <summary>Ends a value.</summary>
    /// <param name="anchor">Its anchor, or null.</param>
    /// <param name="node">The value.</param>
    /// <param name="text">What it says, if it is a text.</param>
    /// <param name="before">What its beginning has returned.</param>
    public void End(string? anchor, TNode node, string? text, (long Values, int Deepest) before)
    {
        if (anchor is not null)
        {
            _nodes[anchor] = new(node, text, _values - before.Values, _deepest - builder.Depth);
            _deepest = Math.Max(before.Deepest, _deepest);
        }
    }

    /// <summary>Finds what an alias repeats.</summary>
    /// <returns>The value, and what it says if it is a text.</returns>
    public (TNode Node, string? Text) Find(string alias, int line, int column)
    {
        if (!_nodes.TryGetValue(alias, out var found))
        {
            throw builder.Fault($"the alias *{alias} has no anchor &{alias} before it. Set the anchor first, or quote the value if it is a text.", line, column);
        }

        if (found.Node is null)
        {
            throw builder.Fault($"the alias *{alias} stands within what it names, which has no end. Write out what is meant.", line, column);
        }

        builder.CheckAlias(alias, found.Node, found.Height, line, column);
        _values += found.Size;
        _deepest = Math.Max(_deepest, builder.Depth + found.Height);
        return _values <= MaxRepeated || found.Size <= 1
            ? (found.Node, found.Text)
            : throw builder.Fault($"the aliases of this file repeat so much that it would have more than {MaxRepeated:N0} values. Write out what is meant.", line, column);
    }

    private readonly record struct Anchored(TNode? Node, string? Text, long Size, int Height);
}

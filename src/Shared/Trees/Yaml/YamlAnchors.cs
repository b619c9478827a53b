namespace Dagstack.Extensions.Shared;

/// <summary>What anchors name, and what their aliases may not do.</summary>
internal sealed class YamlAnchors<TNode>(TreeBuilder<TNode> builder)
    where TNode : class
{
    /// <summary>How many values aliases may repeat in one file, whatever the builder allows: few bytes can ask for all memory.</summary>
    private const int MaxRepeated = 1_000_000;

    private Dictionary<string, Anchored>? _anchors;
    private long _values;
    private int _deepest;

    /// <summary>Counts a value.</summary>
    public void Count()
    {
        _values++;
        _deepest = Math.Max(_deepest, builder.Depth);
    }

    /// <summary>Begins a value with an anchor. It is not known until it is complete: an alias within it would have no end.</summary>
    public Anchored Begin(string anchor)
    {
        var begun = new Anchored { ValuesBefore = _values, DeepestBefore = _deepest };
        _anchors ??= new(StringComparer.Ordinal);
        _anchors[anchor] = begun;
        _deepest = builder.Depth;
        return begun;
    }

    /// <summary>Ends a value with an anchor.</summary>
    /// <param name="begun">What its beginning has returned.</param>
    /// <param name="node">The value.</param>
    /// <param name="text">What it says, if it is a text.</param>
    public void End(Anchored begun, TNode node, string? text)
    {
        (begun.Node, begun.Text) = (node, text);
        (begun.Size, begun.Height) = (_values - begun.ValuesBefore, _deepest - builder.Depth);
        _deepest = Math.Max(begun.DeepestBefore, _deepest);
    }

    /// <summary>Finds what an alias repeats.</summary>
    public Anchored Find(string alias, int line, int column)
    {
        if (_anchors is null || !_anchors.TryGetValue(alias, out var found))
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
            ? found
            : throw builder.Fault($"the aliases of this file repeat so much that it would have more than {MaxRepeated:N0} values. Write out what is meant.", line, column);
    }

    /// <summary>A value with an anchor.</summary>
    internal sealed class Anchored
    {
        public TNode? Node { get; set; }

        /// <summary>Gets or sets what the value says, if it is a text.</summary>
        public string? Text { get; set; }

        /// <summary>Gets or sets the number of values in it, with those that aliases repeat.</summary>
        public long Size { get; set; }

        /// <summary>Gets or sets the number of levels below it.</summary>
        public int Height { get; set; }

        public long ValuesBefore { get; init; }

        public int DeepestBefore { get; init; }
    }
}

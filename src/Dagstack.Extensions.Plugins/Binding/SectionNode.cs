using System.Globalization;

namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>A key of a plugin's section, with what each provider has for it and below it.</summary>
/// <param name="key">The last segment as first written.</param>
/// <param name="path">The full path as first written.</param>
internal sealed class SectionNode(string key, string path)
{
    private readonly OrderedDictionary<string, SectionNode> _children = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SectionEntry> _entries = [];
    private readonly List<(int Order, object Provider)> _sources = [];

    public string Key { get; } = key;

    public IEnumerable<SectionNode> Children => _children.Values;

    public bool HasChildren => _children.Count > 0;

    public bool HasValue => _entries.Count > 0;

    public bool IsEmpty => !HasValue && !HasChildren;

    /// <summary>Whether there is a value that is not merely the trace of an empty section or list.</summary>
    public bool HasText => HasValue && !string.IsNullOrEmpty(Text);

    /// <summary>The value of the provider added last.</summary>
    public string? Text => HasValue ? _entries[^1].Text : null;

    /// <summary>The full path as the winning provider has it.</summary>
    public string Path => HasValue ? _entries[^1].Path : path;

    /// <summary>Whether the winning provider says that its value is a secret.</summary>
    public bool IsSecret => HasValue && SecretOrigins.IsSecret(_entries[^1].Provider, _entries[^1].Path);

    /// <summary>The winning provider, in its own words.</summary>
    public string? Provider => (HasValue ? _entries[^1].Provider : _sources.Count > 0 ? _sources[^1].Provider : null)?.ToString();

    /// <summary>The children in the order of a list, or null if a key is not a number.</summary>
    public IReadOnlyList<SectionNode>? Items()
    {
        var items = new List<(int Index, SectionNode Node)>(_children.Count);
        foreach (var child in _children.Values)
        {
            if (!int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                return null;
            }

            items.Add((index, child));
        }

        items.Sort(static (left, right) => left.Index.CompareTo(right.Index));
        return items.ConvertAll(static item => item.Node);
    }

    public void Add(in SectionEntry entry, ReadOnlySpan<char> rest)
    {
        Mark(entry.Order, entry.Provider);
        if (rest.IsEmpty)
        {
            _entries.Add(entry);
            return;
        }

        var end = rest.IndexOf(':');
        var segment = end < 0 ? rest : rest[..end];
        var lookup = _children.Keys.Count == 0 ? null : Find(segment.ToString());
        if (lookup is null)
        {
            var name = segment.ToString();
            lookup = new SectionNode(name, path.Length == 0 ? name : $"{path}:{name}");
            _children.Add(name, lookup);
        }

        lookup.Add(entry, end < 0 ? [] : rest[(end + 1)..]);
    }

    public SectionNode? Find(string name) => _children.GetValueOrDefault(name);

    /// <summary>The provider that has something in both nodes, if there is one.</summary>
    public (int Order, object Provider)? SharedSource(SectionNode other)
    {
        foreach (var source in _sources)
        {
            if (other._sources.Exists(theirs => theirs.Order == source.Order))
            {
                return source;
            }
        }

        return null;
    }

    /// <summary>Takes over what another spelling has, except from providers that have this one too.</summary>
    public void Absorb(SectionNode other)
    {
        var taken = _sources.Select(static source => source.Order).ToHashSet();
        Absorb(other, taken);
    }

    private void Absorb(SectionNode other, HashSet<int> except)
    {
        _entries.AddRange(other._entries.Where(entry => !except.Contains(entry.Order)));
        _entries.Sort(static (left, right) => left.Order.CompareTo(right.Order));
        foreach (var (order, provider) in other._sources)
        {
            if (!except.Contains(order))
            {
                Mark(order, provider);
            }
        }

        foreach (var child in other._children.Values)
        {
            if (child._sources.TrueForAll(source => except.Contains(source.Order)))
            {
                continue;
            }

            if (!_children.TryGetValue(child.Key, out var mine))
            {
                _children.Add(child.Key, mine = new SectionNode(child.Key, child.Path));
            }

            mine.Absorb(child, except);
        }
    }

    private void Mark(int order, object provider)
    {
        if (!_sources.Exists(source => source.Order == order))
        {
            var at = _sources.FindIndex(source => source.Order > order);
            _sources.Insert(at < 0 ? _sources.Count : at, (order, provider));
        }
    }
}

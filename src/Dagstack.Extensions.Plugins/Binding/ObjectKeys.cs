namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>The keys of one object's section: which are known, and which have been taken.</summary>
internal sealed class ObjectKeys(BindSession session, BoundPlace place)
{
    private readonly List<string> _names = [];

    /// <summary>Takes the key of a name.</summary>
    public BoundPlace? Take(string name, Type type)
    {
        if (_names.Find(known => FoldedName.Matches(known, name)) is { } twin)
        {
            session.Problems.Unbindable(place.Node, $"the names {twin} and {name} of its options are one and the same in configuration. Rename one of them.");
            return null;
        }

        Know(name);
        var node = Spellings.Find(place.Node, name, session.Problems);
        if (node is null && (Nullable.GetUnderlyingType(type) ?? type) == typeof(TimeSpan))
        {
            node = FindWithUnit(name);
        }

        return node is null ? null : place.Below(node, name);
    }

    public void Know(string name)
    {
        if (!_names.Contains(name))
        {
            _names.Add(name);
        }
    }

    public string PathOf(string name) => $"{place.Node.Path}:{Spellings.Spell(place.Node, name)}";

    public void ReportUnknown()
    {
        foreach (var child in place.Node.Children)
        {
            if (!_names.Exists(name => FoldedName.Matches(child.Key, name)))
            {
                var known = _names.ConvertAll(name => Spellings.Spell(place.Node, name)).Distinct().ToList();
                session.Problems.Unknown(child, NearNames.Find(child.Key, known), known);
            }
        }
    }

    /// <summary><c>timeout_s: 30</c> for a duration named <c>Timeout</c>.</summary>
    private SectionNode? FindWithUnit(string name)
    {
        foreach (var child in place.Node.Children)
        {
            foreach (var unit in DurationText.Units)
            {
                var key = child.Key;
                if (NameWords.Of(key) is [_, .., var last] && last == unit && FoldedName.Matches(key, $"{name}_{unit}"))
                {
                    Know(key);
                    return child;
                }
            }
        }

        return null;
    }
}

namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>Puts types in order: each after those that it is made of.</summary>
internal sealed class TypeOrder(TypeNamer namer)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<(Place Place, string Name, IReadOnlyList<string> Parts)> _ordered = [];

    public IReadOnlyList<Declaration> Order()
    {
        var places = namer.Places.ToDictionary(place => namer.Find(place)!, StringComparer.Ordinal);
        foreach (var name in places.Keys)
        {
            Visit(name, places);
        }

        var index = _ordered.Select(static (item, index) => (item.Name, index)).ToDictionary(static pair => pair.Name, static pair => pair.index, StringComparer.Ordinal);
        return [.. _ordered.Select((item, at) => new Declaration(item.Name, item.Place) { Ahead = item.Parts.Where(part => index[part] >= at).ToHashSet(StringComparer.Ordinal) })];
    }

    private void Visit(string name, Dictionary<string, Place> places)
    {
        if (!_seen.Add(name))
        {
            return;
        }

        var parts = PartsOf(places[name]).Distinct(StringComparer.Ordinal).ToList();
        parts.ForEach(part => Visit(part, places));
        _ordered.Add((places[name], name, parts));
    }

    private IEnumerable<string> PartsOf(Place place)
    {
        if (place.Reference is { } pointer)
        {
            yield return namer.Find(place with { Pointer = pointer })!;
        }

        foreach (var child in place.Children)
        {
            if (namer.Find(child) is { } name)
            {
                yield return name;
                continue;
            }

            foreach (var part in PartsOf(child))
            {
                yield return part;
            }
        }
    }
}

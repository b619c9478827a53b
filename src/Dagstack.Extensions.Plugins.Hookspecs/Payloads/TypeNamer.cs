using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>Gives names to the schemas of a kind that become types: roots, definitions, what else is referred to, and objects within them.</summary>
/// <param name="taken">Names that mean something else in the module.</param>
internal sealed class TypeNamer(HashSet<string> taken)
{
    private readonly Dictionary<(string File, string Pointer), string> _names = [];
    private readonly List<Place> _definitions = [];

    public IReadOnlyDictionary<(string File, string Pointer), string> ByPlace => _names;

    /// <summary>Gets a place for each name, those of one file together, its root last.</summary>
    public List<Place> Places { get; } = [];

    public string? Find(Place place) => _names.GetValueOrDefault((place.File.File, place.Pointer));

    public void Name(IReadOnlyList<PayloadFile> files)
    {
        var roots = files.Select(static file => new Place(file, string.Empty, file.Schema)).ToList();
        foreach (var root in roots)
        {
            _names.Add((root.File.File, string.Empty), Names.Unique(root.File.TypeName, taken));
        }

        foreach (var root in roots)
        {
            var first = Places.Count;
            root.Map("$defs").ToList().ForEach(NameDefinition);
            NameTargets(root);
            Places.Add(root);
            Places.GetRange(first, Places.Count - first).ForEach(place => NameWithin(place, Find(place)!));
        }
    }

    private static IEnumerable<Place> WithBelow(Place place) => place.Children.SelectMany(WithBelow).Prepend(place);

    private void NameDefinition(Place place)
    {
        if (_definitions.Find(other => other.Pointer == place.Pointer && IsSame(other, place, [])) is { } known)
        {
            _names.Add((place.File.File, place.Pointer), Find(known)!);
            return;
        }

        _definitions.Add(place);
        Add(place, Names.Pascal(JsonPointer.Unescape(place.Pointer["/$defs/".Length..])));
    }

    /// <summary>Names what is referred to and is neither the root nor a definition.</summary>
    private void NameTargets(Place root)
    {
        foreach (var pointer in root.Map("$defs").Append(root).SelectMany(WithBelow).Select(static place => place.Reference).OfType<string>().ToList())
        {
            if (!_names.ContainsKey((root.File.File, pointer)))
            {
                Add(root.At(pointer), root.File.TypeName + Names.Pascal(pointer.Replace("/properties/", "/", StringComparison.Ordinal).Replace("/$defs/", "/", StringComparison.Ordinal)));
            }
        }
    }

    /// <summary>Names the objects within a type after the way to them.</summary>
    private void NameWithin(Place place, string name)
    {
        switch (place.Shape)
        {
            case ObjectShape { Fields: var fields }:
                foreach (var field in fields)
                {
                    NameAt(place.Property(field.Name), name + Names.Pascal(field.Name));
                }

                NameOthers(place, name);
                break;
            case ListShape when place.Find("items") is { } item:
                NameAt(item, name + "Item");
                break;
            case MapShape:
                NameOthers(place, name);
                break;
            default:
                var options = place.List("anyOf").Concat(place.List("oneOf")).Where(static option => option.Shape is not NullShape).ToList();
                for (var i = 0; i < options.Count; i++)
                {
                    NameAt(options[i], options.Count > 1 ? $"{name}Option{i + 1}" : Find(place) is null ? name : $"{name}Option");
                }

                break;
        }
    }

    private void NameOthers(Place place, string name)
    {
        if (place.Find("additionalProperties") is { } value)
        {
            NameAt(value, name + "Value");
        }
    }

    private void NameAt(Place place, string name)
    {
        if (Find(place) is not null)
        {
            return;
        }

        if (place.Shape is ObjectShape { Fields.Count: > 0 })
        {
            Add(place, name);
            name = Find(place)!;
        }

        NameWithin(place, name);
    }

    private void Add(Place place, string name)
    {
        _names.Add((place.File.File, place.Pointer), Names.Unique(name, taken));
        Places.Add(place);
    }

    /// <summary>Tells whether two definitions of different files say the same, down to what they refer to.</summary>
    private static bool IsSame(Place one, Place other, HashSet<string> seen) => !seen.Add(one.Pointer)
        || (JsonElement.DeepEquals(one.Schema, other.Schema)
            && WithBelow(one).Select(static place => place.Reference).OfType<string>().All(pointer => IsSame(one.At(pointer), other.At(pointer), seen)));
}

namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Binds dictionaries; their keys are taken as written.</summary>
internal static class DictionaryBinder
{
    public static bool Bind(BindSession session, Type type, Type keyType, Type valueType, in BoundPlace place, object? existing, out object? value)
    {
        value = null;
        var node = place.Node;
        if (node.HasText)
        {
            session.Problems.Wrong(place, "a section of keys and values", $"Write an entry as '{node.Path}:<key>'.");
            return false;
        }

        if (!ScalarText.IsScalar(keyType))
        {
            session.Problems.Unbindable(node, $"{keyType.Name} cannot be the key of a dictionary here. Declare string, an enum or an integer.");
            return false;
        }

        var pairs = new List<(object Key, object? Value)>();
        foreach (var child in node.Children)
        {
            var below = place.Below(child);
            var key = ScalarText.Parse(keyType, child.Key, [], out var expected, out var advice);
            if (key is null)
            {
                session.Problems.WrongKey(child, expected, advice);
            }

            if (session.Bind(valueType, below, null, out var item) && key is not null)
            {
                pairs.Add((key, item));
            }
        }

        var maker = DictionaryOf.Create(keyType, valueType);
        value = FilledObject.Make(
            session,
            place,
            $"{type.Name} cannot be filled. Declare IReadOnlyDictionary<{keyType.Name}, {valueType.Name}>.",
            () => existing ?? (CollectionShape.IsContract(type) ? maker.New() : FilledObject.New(type)),
            target => maker.TryAdd(target, pairs));
        if (value is not null)
        {
            session.Remember(value, place);
        }

        return value is not null;
    }
}

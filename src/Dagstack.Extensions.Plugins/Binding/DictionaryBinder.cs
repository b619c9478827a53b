namespace Dagstack.Extensions.Plugins;

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

        value = Make(session, type, keyType, valueType, pairs, place, existing);
        if (value is not null)
        {
            session.Remember(value, place);
        }

        return value is not null;
    }

    private static object? Make(BindSession session, Type type, Type keyType, Type valueType, List<(object Key, object? Value)> pairs, in BoundPlace place, object? existing)
    {
        var maker = DictionaryOf.Create(keyType, valueType);
        try
        {
            var target = existing
                ?? (CollectionShape.IsContract(type) ? maker.New()
                : type is { IsAbstract: false } && type.GetConstructor(Type.EmptyTypes) is not null ? Activator.CreateInstance(type)
                : null);
            if (target is not null && maker.TryAdd(target, pairs))
            {
                return target;
            }
        }
#pragma warning disable CA1031 // Whatever a plugin's dictionary throws is a problem of this key.
        catch (Exception e)
#pragma warning restore CA1031
        {
            session.Problems.Refused(place, ExceptionText.Of(e));
            return null;
        }

        session.Problems.Unbindable(place.Node, $"{type.Name} cannot be filled. Declare IReadOnlyDictionary<{keyType.Name}, {valueType.Name}>.");
        return null;
    }
}

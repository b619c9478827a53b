namespace Dagstack.Extensions.Plugins;

/// <summary>Binds lists, sets and arrays. A list that can be set is replaced; one that cannot is added to.</summary>
internal static class CollectionBinder
{
    public static bool Bind(BindSession session, Type type, Type itemType, in BoundPlace place, object? existing, out object? value)
    {
        value = null;
        var node = place.Node;
        if (node.HasText)
        {
            session.Problems.Wrong(place, "a list", $"Write one item as '{node.Path}:0'.");
            return false;
        }

        if (node.Items() is not { } children)
        {
            session.Problems.Wrong(place, "a list, whose keys are numbers", $"Not a number: {string.Join(", ", node.Children.Where(static child => !child.Key.All(char.IsAsciiDigit)).Take(3).Select(static child => $"'{child.Path}'"))}.");
            return false;
        }

        var items = new List<object?>(children.Count);
        foreach (var child in children)
        {
            if (session.Bind(itemType, new BoundPlace(child, place.Secret, place.Name), null, out var item))
            {
                items.Add(item);
            }
        }

        value = Make(session, type, itemType, items, place, existing);
        if (value is not null)
        {
            session.Remember(value, place);
        }

        return value is not null;
    }

    private static object? Make(BindSession session, Type type, Type itemType, List<object?> items, in BoundPlace place, object? existing)
    {
        var maker = CollectionOf.Create(itemType);
        if (type.IsArray)
        {
            return maker.NewArray(items);
        }

        try
        {
            var target = existing
                ?? (CollectionShape.IsSet(type) ? maker.NewSet()
                : CollectionShape.IsContract(type) ? maker.NewList()
                : type is { IsAbstract: false } && type.GetConstructor(Type.EmptyTypes) is not null ? Activator.CreateInstance(type)
                : null);
            if (target is not null && maker.TryAdd(target, items))
            {
                return target;
            }
        }
#pragma warning disable CA1031 // Whatever a plugin's collection throws is a problem of this key.
        catch (Exception e)
#pragma warning restore CA1031
        {
            session.Problems.Refused(place, ExceptionText.Of(e));
            return null;
        }

        session.Problems.Unbindable(place.Node, $"{type.Name} cannot be filled. Declare IReadOnlyList<{itemType.Name}>, IReadOnlySet<{itemType.Name}> or an array.");
        return null;
    }
}

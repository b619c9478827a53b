namespace Dagstack.Extensions.Plugins.Binding;

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
            if (session.Bind(itemType, new BoundPlace(child, place.Secret || child.IsSecret, place.Name), null, out var item))
            {
                items.Add(item);
            }
        }

        var maker = CollectionOf.Create(itemType);
        value = type.IsArray
            ? maker.NewArray(items)
            : FilledObject.Make(
                session,
                place,
                $"{type.Name} cannot be filled. Declare IReadOnlyList<{itemType.Name}>, IReadOnlySet<{itemType.Name}> or an array.",
                () => existing ?? (CollectionShape.IsSet(type) ? maker.NewSet() : CollectionShape.IsContract(type) ? maker.NewList() : FilledObject.New(type)),
                target => maker.TryAdd(target, items));
        if (value is not null)
        {
            session.Remember(value, place);
        }

        return value is not null;
    }
}

namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>One bind of one section: takes each value to whatever can read its type.</summary>
internal sealed class BindSession
{
    /// <summary>Deeper sections are taken for a mistake.</summary>
    public const int MaxDepth = 32;

    private readonly Dictionary<object, BoundPlace> _places = new(ReferenceEqualityComparer.Instance);
    private int _depth;

    public BindProblems Problems { get; } = new();

    /// <summary>Where an object was bound from, if it was.</summary>
    public BoundPlace? PlaceOf(object value) => _places.TryGetValue(value, out var place) ? place : null;

    public void Remember(object value, in BoundPlace place) => _places[value] = place;

    /// <summary>Binds one value.</summary>
    /// <param name="type">The declared type.</param>
    /// <param name="place">Where it is from.</param>
    /// <param name="existing">An object to fill instead of a new one.</param>
    /// <param name="value">The value, if there is one.</param>
    /// <returns>Whether there is a value; if not, the problem has been reported.</returns>
    public bool Bind(Type type, in BoundPlace place, object? existing, out object? value)
    {
        value = null;
        var nullable = Nullable.GetUnderlyingType(type);
        type = nullable ?? type;
        if (ScalarText.IsScalar(type))
        {
            return Scalar(type, place, allowNull: nullable is not null || !type.IsValueType, out value);
        }

        if (_depth >= MaxDepth)
        {
            Problems.Unbindable(place.Node, $"the section is more than {MaxDepth} levels deep.");
            return false;
        }

        _depth++;
        try
        {
            return CollectionShape.Dictionary(type) is { } pair ? DictionaryBinder.Bind(this, type, pair.Key, pair.Value, place, existing, out value)
                : CollectionShape.Item(type) is { } item ? CollectionBinder.Bind(this, type, item, place, existing, out value)
                : ObjectBinder.Bind(this, type, place, existing, out value);
        }
        finally
        {
            _depth--;
        }
    }

    private bool Scalar(Type type, in BoundPlace place, bool allowNull, out object? value)
    {
        value = null;
        var node = place.Node;
        if (place.Secret)
        {
            Problems.Hide(node.Text);
        }

        if (node.HasChildren)
        {
            Problems.Wrong(place, "a single value", "Keys below it are not allowed: " + string.Join(", ", node.Children.Take(3).Select(static child => $"'{child.Path}'")) + ".");
            return false;
        }

        if (node.Text is not { } text)
        {
            if (!allowNull)
            {
                ScalarText.Parse(type, string.Empty, [], out var wanted, out _);
                Problems.Wrong(place, wanted, "Remove the key to have the default.");
            }

            return allowNull;
        }

        if (text.Length == 0 && allowNull && type.IsValueType)
        {
            // What is left of a nullable value that was cleared by an environment variable.
            return true;
        }

        value = ScalarText.Parse(type, text, [node.Key, place.Name], out var expected, out var advice);
        if (value is null)
        {
            Problems.Wrong(place, expected, place.Secret ? null : advice);
        }

        return value is not null;
    }
}

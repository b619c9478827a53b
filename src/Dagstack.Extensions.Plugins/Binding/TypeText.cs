namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Says what a type's values look like.</summary>
internal static class TypeText
{
    public static string Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (ScalarText.IsScalar(type))
        {
            // Nothing is read, but what is expected is told all the same.
            ScalarText.Parse(type, string.Empty, [], out var expected, out _);
            return expected;
        }

        return CollectionShape.Dictionary(type) is not null ? "a section of keys and values"
            : CollectionShape.Item(type) is not null ? "a list"
            : "a section";
    }
}

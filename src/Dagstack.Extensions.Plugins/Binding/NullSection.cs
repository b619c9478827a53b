using System.Reflection;

namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Tells a null from a section without keys, which look alike in configuration.</summary>
internal static class NullSection
{
    public static bool Is(SectionNode node, PropertyInfo property) => Is(node, property.PropertyType, () => new NullabilityInfoContext().Create(property));

    public static bool Is(SectionNode node, ParameterInfo parameter) => Is(node, parameter.ParameterType, () => new NullabilityInfoContext().Create(parameter));

    /// <summary>It is null where an object may be null, and cannot be made of nothing. Where it can, it is made.</summary>
    private static bool Is(SectionNode node, Type type, Func<NullabilityInfo> nullability)
    {
        if (node is not { HasValue: true, HasChildren: false, HasText: false })
        {
            return false;
        }

        var inner = Nullable.GetUnderlyingType(type);
        var made = inner ?? type;
        return !ScalarText.IsScalar(made) && CollectionShape.Dictionary(made) is null && CollectionShape.Item(made) is null
            && (inner is not null || (OptionsShape.NeedsArguments(made) && nullability().WriteState != NullabilityState.NotNull));
    }
}

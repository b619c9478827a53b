using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Which types have definitions of their own in the schemas of a contract, and under what names.</summary>
/// <param name="options">The codec's own.</param>
internal sealed class ContractTypes(JsonSerializerOptions options)
{
    private readonly Dictionary<Type, bool> _endless = [];

    /// <summary>Tells whether a type has a definition: one that is not declared within another, or that could not be written without.</summary>
    public bool IsDefined(Type type) => HasOwnName(type) || IsEndless(type);

    /// <summary>Tells whether values of a type may have such in them.</summary>
    public bool IsRecursive(Type type) => Reaches(type, type, [], static _ => false);

    /// <summary>Makes the name of a type's definition: that of its attribute, else its own with type arguments as words.</summary>
    public static string NameOf(Type type) => SchemaAttributes.Of(type)?.Name ?? WordsOf(type);

    private static string WordsOf(Type type)
    {
        if (type.IsArray)
        {
            return $"ArrayOf{WordsOf(type.GetElementType()!)}";
        }

        var end = type.Name.IndexOf('`', StringComparison.Ordinal);
        return end < 0 ? type.Name : $"{type.Name[..end]}Of{string.Join("And", type.GetGenericArguments().Select(static argument => NameOf(argument)))}";
    }

    /// <summary>Tells whether a type is more than a value, a list or a dictionary that everybody knows, and is declared by itself.</summary>
    private bool HasOwnName(Type type) =>
        !type.IsNested && (type.IsEnum || options.GetTypeInfo(type).Kind == JsonTypeInfoKind.Object || SchemaAttributes.Of(type) is not null);

    /// <summary>Tells whether a type that is written in place would be written in itself again.</summary>
    private bool IsEndless(Type type)
    {
        if (!_endless.TryGetValue(type, out var found))
        {
            _endless[type] = found = Reaches(type, type, [], HasOwnName);
        }

        return found;
    }

    private bool Reaches(Type from, Type target, HashSet<Type> seen, Func<Type, bool> isEnd)
    {
        foreach (var next in PartsOf(options.GetTypeInfo(from)).Select(static part => Nullable.GetUnderlyingType(part) ?? part))
        {
            if (next == target || (seen.Add(next) && !isEnd(next) && Reaches(next, target, seen, isEnd)))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<Type> PartsOf(JsonTypeInfo info) =>
    [
        .. info.ElementType is { } element ? [element] : Type.EmptyTypes,
        .. info.Kind == JsonTypeInfoKind.Object ? info.Properties.Where(static property => property.CustomConverter is null).Select(static property => property.PropertyType) : [],
        .. info.PolymorphismOptions?.DerivedTypes.Select(static derived => derived.DerivedType).Where(derived => derived != info.Type) ?? [],
    ];
}

namespace Dagstack.Extensions.Shared;

/// <summary>Finds out whether JSON does not have the values of a type.</summary>
internal static class TypeRefusal
{
    /// <returns>What they are then; null for every other type.</returns>
    public static RefusedType? Find(Type type)
    {
        if (type.IsPointer || type.IsFunctionPointer)
        {
            return RefusedTypes.Address;
        }

        if (type.IsArray)
        {
            return type.GetArrayRank() > 1 ? RefusedTypes.Dimensions : null;
        }

        for (var parent = type; parent is not null; parent = parent.BaseType)
        {
            if (ByName(parent) is { } refused)
            {
                return refused;
            }
        }

        return type.GetInterfaces().Select(ByName).FirstOrDefault(static refused => refused is not null);
    }

    private static RefusedType? ByName(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName is { } name ? RefusedTypes.ByName.GetValueOrDefault(name) : null;
}

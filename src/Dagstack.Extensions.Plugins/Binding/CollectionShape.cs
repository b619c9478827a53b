namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>What kind of collection a type is, by the interfaces of the framework.</summary>
internal static class CollectionShape
{
    private static readonly Type[] ListContracts =
        [typeof(IEnumerable<>), typeof(ICollection<>), typeof(IReadOnlyCollection<>), typeof(IList<>), typeof(IReadOnlyList<>)];

    private static readonly Type[] SetContracts = [typeof(ISet<>), typeof(IReadOnlySet<>)];

    private static readonly Type[] DictionaryContracts = [typeof(IDictionary<,>), typeof(IReadOnlyDictionary<,>)];

    /// <summary>The types of key and value, if the type is a dictionary.</summary>
    public static (Type Key, Type Value)? Dictionary(Type type) =>
        (IsOneOf(type, DictionaryContracts) ? type : Implemented(type, typeof(IDictionary<,>)) ?? Implemented(type, typeof(IReadOnlyDictionary<,>)))
            ?.GenericTypeArguments is [var key, var value] ? (key, value) : null;

    /// <summary>The type of the items, if the type is a list, a set or an array.</summary>
    public static Type? Item(Type type)
    {
        if (type.IsArray)
        {
            return type.GetArrayRank() == 1 ? type.GetElementType() : null;
        }

        return (IsOneOf(type, ListContracts) || IsOneOf(type, SetContracts) ? type : Implemented(type, typeof(ICollection<>)) ?? Implemented(type, typeof(IReadOnlyCollection<>)))
            ?.GenericTypeArguments[0];
    }

    /// <summary>Whether a collection has never been set, and cannot be looked through: a structure may be one without being null.</summary>
    public static bool IsUnset(object value) => value.GetType() is { IsValueType: true } type && value.Equals(Activator.CreateInstance(type));

    public static bool IsSet(Type type) => IsOneOf(type, SetContracts);

    public static bool IsContract(Type type) => IsOneOf(type, ListContracts) || IsOneOf(type, SetContracts) || IsOneOf(type, DictionaryContracts);

    private static bool IsOneOf(Type type, Type[] contracts) =>
        type is { IsInterface: true, IsGenericType: true } && Array.IndexOf(contracts, type.GetGenericTypeDefinition()) >= 0;

    private static Type? Implemented(Type type, Type contract) =>
        Array.Find(type.GetInterfaces(), candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == contract);
}

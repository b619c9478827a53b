using System.Collections;

namespace Dagstack.Extensions.Configuration.Sections;

/// <summary>How a list or dictionary of some type is made.</summary>
internal sealed class CollectionPlan
{
    private static readonly Type[] s_lists = [typeof(IEnumerable<>), typeof(ICollection<>), typeof(IList<>), typeof(IReadOnlyCollection<>), typeof(IReadOnlyList<>), typeof(List<>)];
    private static readonly Type[] s_sets = [typeof(ISet<>), typeof(IReadOnlySet<>), typeof(HashSet<>)];
    private static readonly Type[] s_dictionaries = [typeof(IDictionary<,>), typeof(IReadOnlyDictionary<,>), typeof(Dictionary<,>)];

    private readonly bool _isArray;
    private readonly Type _made;

    private CollectionPlan(Type item, Type made, bool isArray = false, bool isDictionary = false) =>
        (Item, _made, _isArray, IsDictionary) = (item, made, isArray, isDictionary);

    public Type Item { get; }

    public bool IsDictionary { get; }

    /// <summary>Finds the plan of a type, or null if it is no list and no dictionary by string.</summary>
    public static CollectionPlan? Of(Type type)
    {
        if (type.IsSZArray)
        {
            return new(type.GetElementType()!, type, isArray: true);
        }

        if (!type.IsGenericType)
        {
            return null;
        }

        var (definition, arguments) = (type.GetGenericTypeDefinition(), type.GetGenericArguments());
        return s_lists.Contains(definition) ? new(arguments[0], typeof(List<>).MakeGenericType(arguments))
            : s_sets.Contains(definition) ? new(arguments[0], typeof(HashSet<>).MakeGenericType(arguments))
            : s_dictionaries.Contains(definition) && arguments[0] == typeof(string) ? new(arguments[1], typeof(Dictionary<,>).MakeGenericType(arguments), isDictionary: true)
            : null;
    }

    /// <summary>Makes a list. An item that is null because it did not fit has been reported, and the list is not used.</summary>
    public object MakeList(IReadOnlyList<object?> items)
    {
        var array = Array.CreateInstance(Item, items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is { } item)
            {
                array.SetValue(item, i);
            }
        }

        return _isArray ? array : Activator.CreateInstance(_made, array)!;
    }

    /// <summary>Makes a dictionary. A value that is null because it did not fit has been reported, and the dictionary is not used.</summary>
    public object MakeDictionary(IEnumerable<KeyValuePair<string, object?>> members)
    {
        var dictionary = (IDictionary)Activator.CreateInstance(_made)!;
        foreach (var (key, value) in members)
        {
            if (value is not null || !Item.IsValueType || Nullable.GetUnderlyingType(Item) is not null)
            {
                dictionary[key] = value;
            }
        }

        return dictionary;
    }
}

namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Makes and fills dictionaries of one pair of types, without reflection on the dictionary.</summary>
internal abstract class DictionaryOf
{
    public static DictionaryOf Create(Type key, Type value) =>
        (DictionaryOf)Activator.CreateInstance(typeof(Of<,>).MakeGenericType(key, value))!;

    public abstract object New();

    /// <summary>Adds to a dictionary, if it takes anything; a key that is there is replaced.</summary>
    public abstract bool TryAdd(object dictionary, List<(object Key, object? Value)> items);

    /// <summary>The pairs of a dictionary.</summary>
    public abstract IEnumerable<(object Key, object? Value)> Read(object dictionary);

    private sealed class Of<TKey, TValue> : DictionaryOf
        where TKey : notnull
    {
        public override object New() => new Dictionary<TKey, TValue>();

        public override bool TryAdd(object dictionary, List<(object Key, object? Value)> items)
        {
            if (dictionary is not IDictionary<TKey, TValue> { IsReadOnly: false } target)
            {
                return false;
            }

            foreach (var (key, value) in items)
            {
                target[(TKey)key] = (TValue)value!;
            }

            return true;
        }

        public override IEnumerable<(object Key, object? Value)> Read(object dictionary)
        {
            foreach (var pair in (IEnumerable<KeyValuePair<TKey, TValue>>)dictionary)
            {
                yield return (pair.Key, pair.Value);
            }
        }
    }
}

namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Makes and fills collections of one type of item, without reflection on the collection.</summary>
internal abstract class CollectionOf
{
    public static CollectionOf Create(Type item) => (CollectionOf)Activator.CreateInstance(typeof(Of<>).MakeGenericType(item))!;

    public abstract object NewList();

    public abstract object NewSet();

    public abstract Array NewArray(List<object?> items);

    /// <summary>Adds to a collection, if it takes anything.</summary>
    public abstract bool TryAdd(object collection, List<object?> items);

    private sealed class Of<T> : CollectionOf
    {
        public override object NewList() => new List<T>();

        public override object NewSet() => new HashSet<T>();

        public override Array NewArray(List<object?> items) => items.Select(static item => (T)item!).ToArray();

        public override bool TryAdd(object collection, List<object?> items)
        {
            if (collection is not ICollection<T> { IsReadOnly: false } target || collection is Array)
            {
                return false;
            }

            foreach (var item in items)
            {
                target.Add((T)item!);
            }

            return true;
        }
    }
}

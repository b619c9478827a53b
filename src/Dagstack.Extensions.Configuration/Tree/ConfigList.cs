namespace Dagstack.Extensions.Configuration.Tree;

/// <summary>A list. It is filled while its file is read, and never after.</summary>
internal class ConfigList(ConfigFile source, int line, int column) : ConfigNode(source, line, column)
{
    private readonly List<ConfigNode> _items = [];
    private long _size = 1;
    private int _height;

    public IReadOnlyList<ConfigNode> Items => _items;

    public override string Description => "a list";

    public override long Size => _size;

    public override int Height => _height;

    public override bool HasSecrets => _items.Exists(static item => item.HasSecrets);

    /// <summary>Returns the path of an item.</summary>
    /// <param name="path">The path of the list.</param>
    /// <param name="index">The index of the item.</param>
    public virtual string PathOf(string path, int index) => DotPath.Append(path, index);

    public void Add(ConfigNode node)
    {
        _items.Add(node);
        _size += node.Size;
        _height = Math.Max(_height, node.Height + 1);
    }
}

namespace Dagstack.Extensions.Configuration.Tree;

/// <summary>A mapping. It is filled while its file is read or layers are merged, and never after.</summary>
internal sealed class ConfigMap(ConfigFile source, int line, int column) : ConfigNode(source, line, column)
{
    private readonly Dictionary<string, ConfigNode> _members = new(StringComparer.Ordinal);
    private long _size = 1;
    private int _height;

    public IReadOnlyDictionary<string, ConfigNode> Members => _members;

    public override string Description => "a mapping";

    public override long Size => _size;

    public override int Height => _height;

    public override bool HasSecrets
    {
        get
        {
            foreach (var (_, node) in this)
            {
                if (node.HasSecrets)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Walks the members without an object for it: large trees are walked once per load.</summary>
    public Dictionary<string, ConfigNode>.Enumerator GetEnumerator() => _members.GetEnumerator();

    public bool TryGet(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ConfigNode? node) => _members.TryGetValue(key, out node);

    /// <summary>Adds a member.</summary>
    /// <returns>Whether the key was not there yet.</returns>
    public bool TryAdd(string key, ConfigNode node)
    {
        if (!_members.TryAdd(key, node))
        {
            return false;
        }

        _size += node.Size;
        _height = Math.Max(_height, node.Height + 1);
        return true;
    }
}

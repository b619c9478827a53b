namespace Dagstack.Extensions.Configuration.Tree;

/// <summary>A step of a path: a key, or an index into a list.</summary>
internal readonly struct PathSegment
{
    public PathSegment(string key) => Key = key;

    public PathSegment(int index) => Index = index;

    /// <summary>Gets the key, or null if this is an index.</summary>
    public string? Key { get; }

    public int Index { get; }

    public string AppendTo(string path) => Key is null ? DotPath.Append(path, Index) : DotPath.Append(path, Key);
}

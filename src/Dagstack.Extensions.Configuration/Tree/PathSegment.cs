namespace Dagstack.Extensions.Configuration.Tree;

/// <summary>A step of a path: a key, an index into a list, or each item of a list.</summary>
internal readonly struct PathSegment
{
    public PathSegment(string key) => Key = key;

    public PathSegment(int index) => Index = index;

    /// <summary>Gets the step to each item of a list.</summary>
    public static PathSegment Each { get; } = new(-1);

    /// <summary>Gets the key, or null if this is none.</summary>
    public string? Key { get; }

    public int Index { get; }

    public bool IsEach => Key is null && Index < 0;

    public string AppendTo(string path) => IsEach ? $"{path}[*]" : Key is null ? DotPath.Append(path, Index) : DotPath.Append(path, Key);
}

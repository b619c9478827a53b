namespace Dagstack.Extensions.Shared;

/// <summary>A header or dotted key of TOML that says something of a table or value that is there already.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Key">The part of the key that is there already; the builder's path ends with it.</param>
/// <param name="Existing">What is there.</param>
internal readonly record struct TomlConflict<TNode>(TomlConflictKind Kind, TomlKey Key, TNode Existing)
    where TNode : class
{
    /// <summary>Gets where the header or the whole dotted key begins.</summary>
    public required (int Line, int Column) Start { get; init; }

    /// <summary>Gets the line of the header that has defined the table that is there; 0 if none has.</summary>
    public int HeaderLine { get; init; }

    /// <summary>Gets the first table on the way of a dotted key that headers have made, and how deep it is; null if there is none.</summary>
    public (TNode Table, int Depth)? FirstOfHeaders { get; init; }
}

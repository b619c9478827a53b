namespace Dagstack.Extensions.Shared;

/// <summary>What a header or dotted key of TOML may not do (TOML §Table, §Keys).</summary>
internal enum TomlConflictKind
{
    /// <summary>A dotted key adds to a table that a header has defined.</summary>
    DottedIntoHeader,

    /// <summary>A dotted key adds to a value.</summary>
    DottedIntoValue,

    /// <summary>A header goes through a value.</summary>
    HeaderIntoValue,

    /// <summary>A header is there twice.</summary>
    TableTwice,

    /// <summary>A header comes back to a table that a dotted key has made.</summary>
    TableOfDotted,

    /// <summary>A header with one bracket comes back to an array of tables.</summary>
    TableOfArray,

    /// <summary>A header names a value.</summary>
    TableOfValue,

    /// <summary>A header with two brackets names what is no array of tables.</summary>
    ItemOfOther,
}

namespace Dagstack.Extensions.Shared;

/// <summary>How a table or array came to be, which decides what may be added to it later.</summary>
internal enum TomlOrigin
{
    /// <summary>A header names something below it: <c>a</c> in <c>[a.b]</c>.</summary>
    Implicit,

    /// <summary>A header of its own: <c>[a]</c>, or an item of <c>[[a]]</c>.</summary>
    Header,

    /// <summary>A dotted key: <c>a</c> in <c>a.b = 1</c>.</summary>
    Dotted,

    /// <summary>The array of <c>[[a]]</c>.</summary>
    ArrayOfTables,
}

namespace Dagstack.Extensions.Shared;

/// <summary>What the value of a manifest's key may be. A reader, a form in the JSON Schema and a word in the documentation go with each.</summary>
internal enum ManifestFieldType
{
    /// <summary>A string that is not empty.</summary>
    Text,

    /// <summary>An array of strings that are not empty.</summary>
    Texts,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A whole number, 0 or more.</summary>
    Number,

    /// <summary>A whole number of seconds above 0.</summary>
    Seconds,

    /// <summary>Any number of seconds above 0.</summary>
    Duration,

    /// <summary>One of some strings.</summary>
    Choice,

    /// <summary>A table whose keys have rows of their own.</summary>
    Table,

    /// <summary>A table of strings by any keys.</summary>
    TextMap,

    /// <summary>A table that is not interpreted.</summary>
    FreeTable,

    /// <summary>A version, such as <c>1</c> or <c>1.0.0</c>.</summary>
    Version,

    /// <summary>A range of versions, as PEP 440 or SemVer has it.</summary>
    VersionRange,

    /// <summary>A kind, or the name of a plugin.</summary>
    Name,

    /// <summary>A runtime, or an array of them.</summary>
    Runtimes,

    /// <summary>A module and a class: <c>module:Class</c>.</summary>
    EntryPoint,

    /// <summary>An array of plugins, by name or by kind and name.</summary>
    Dependencies,

    /// <summary>An absolute http or https address, or a text with references, of which a runtime makes one.</summary>
    Address,

    /// <summary>A program and its arguments, as an array.</summary>
    Command,

    /// <summary>A program and its arguments, as an array or in one string.</summary>
    CommandLine,

    /// <summary>Anything.</summary>
    Any,
}

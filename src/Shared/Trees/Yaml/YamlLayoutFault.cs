namespace Dagstack.Extensions.Shared;

/// <summary>What is wrong with the place of a token.</summary>
internal enum YamlLayoutFault
{
    None,

    /// <summary>What is in brackets or braces, or goes on there, is not deeper than the block that it is in.</summary>
    Flow,

    /// <summary>A literal or folded text is not.</summary>
    Block,

    /// <summary>Lines of a text in double quotes are not.</summary>
    Quoted,
}

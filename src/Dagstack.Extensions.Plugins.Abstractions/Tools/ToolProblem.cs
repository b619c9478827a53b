namespace Dagstack.Extensions.Plugins;

/// <summary>One thing that is wrong with the arguments of a tool function, or with the schema that they are checked against.</summary>
/// <remarks>See §9 of the plugin contract.</remarks>
public sealed class ToolProblem
{
    /// <summary>Gets where it is, as a JSON Pointer such as <c>/filters/0/city</c>.</summary>
    /// <value>Empty for the whole.</value>
    public required string Path { get; init; }

    /// <summary>Gets what is wrong, as a sentence without the path.</summary>
    public required string Message { get; init; }

    /// <summary>Gets what was found, shortened, and masked where a name on the way to it is that of a secret.</summary>
    /// <value>Null where something is missing.</value>
    public string? Found { get; init; }

    /// <summary>Gets what was expected.</summary>
    /// <value>Null where there is nothing to say beyond the message.</value>
    public string? Expected { get; init; }

    /// <summary>Gets the name or value that was probably meant.</summary>
    /// <value>Null if none is near.</value>
    public string? Nearest { get; init; }

    /// <summary>Returns the path and the message.</summary>
    public override string ToString() => $"{(Path.Length == 0 ? "(all of it)" : Excerpt.Cut(Path, 200))}: {Message}";
}

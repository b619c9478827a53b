namespace Dagstack.Extensions.Plugins.Hookspecs;

/// <summary>One difference between two versions of a kind.</summary>
public sealed class HookspecChange
{
    /// <summary>Gets what the change asks of the version.</summary>
    public required HookspecChangeLevel Level { get; init; }

    /// <summary>Gets the hook.</summary>
    /// <value>Null for a change of the kind itself.</value>
    public string? Hook { get; init; }

    /// <summary>Gets where it is: <c>execute input /properties/args</c>, or <c>execute</c>, or empty for the kind itself.</summary>
    public string Place { get; init; } = string.Empty;

    /// <summary>Gets what has changed, and for whom that matters, as a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>Gets a value indicating whether callers or plugins have to be changed.</summary>
    public bool IsBreaking => Level == HookspecChangeLevel.Major;

    /// <summary>Returns the level, the place and the message.</summary>
    public override string ToString() => $"{(IsBreaking ? "breaking" : Level == HookspecChangeLevel.Minor ? "minor" : "patch")}: {(Place.Length == 0 ? string.Empty : Place + ": ")}{Message}";
}

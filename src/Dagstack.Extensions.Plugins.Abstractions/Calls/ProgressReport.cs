namespace Dagstack.Extensions.Plugins;

/// <summary>How far a plugin has come with something.</summary>
/// <remarks>It can be written as JSON as it is. See §7 of the plugin contract.</remarks>
public sealed class ProgressReport
{
    /// <summary>Gets what is done.</summary>
    /// <value>From 0, nothing, to 1, everything.</value>
    public required double Fraction { get; init; }

    /// <summary>Gets when it was reported.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets what is going on, for people.</summary>
    public string? Message { get; init; }

    /// <summary>Gets facts, for programs.</summary>
    /// <value>Empty by default. Values are null, strings, booleans, numbers, times, identifiers, and lists and dictionaries of these.</value>
    public IReadOnlyDictionary<string, object?> Data { get; init; } = new Dictionary<string, object?>();
}

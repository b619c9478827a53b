namespace Dagstack.Extensions.Plugins;

/// <summary>Something that happened to a plugin on its way, and is no fraction of a whole.</summary>
/// <remarks>It can be written as JSON as it is. See §7 of the plugin contract.</remarks>
public sealed class ProgressEvent
{
    /// <summary>Gets what kind of event it is, such as <c>page_skipped</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Gets when it was reported.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets facts, for programs.</summary>
    /// <value>Empty by default. Values are null, strings, booleans, numbers, times, identifiers, and lists and dictionaries of these.</value>
    public IReadOnlyDictionary<string, object?> Payload { get; init; } = new Dictionary<string, object?>();
}

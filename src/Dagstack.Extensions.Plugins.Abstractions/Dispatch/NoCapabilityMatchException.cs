namespace Dagstack.Extensions.Plugins;

/// <summary>No plugin of a kind can handle a request, and the kind has no fallback.</summary>
/// <remarks>See §5 of the plugin contract.</remarks>
/// <param name="kind">The kind.</param>
/// <param name="request">What was asked for.</param>
/// <param name="supported">What plugins of the kind support, by axis: <c>extension</c>, <c>language</c>, <c>mime_type</c>, <c>capability</c>.</param>
public sealed class NoCapabilityMatchException(string kind, CapabilityRequest request, IReadOnlyDictionary<string, IReadOnlyList<string>> supported)
    : PluginRegistryException($"No plugin of the kind '{kind}' can handle {request}, and the kind has no fallback. {Text(supported)} Install a plugin that declares it, or mark one with 'fallback = true'.")
{
    /// <summary>Gets the kind.</summary>
    public string Kind { get; } = kind;

    /// <summary>Gets what was asked for.</summary>
    public CapabilityRequest Request { get; } = request;

    /// <summary>Gets what plugins of the kind support, ordinal, by axis: <c>extension</c>, <c>language</c>, <c>mime_type</c>, <c>capability</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Supported { get; } = supported;

    /// <inheritdoc/>
    public override string Code => PluginErrorCodes.NoCapabilityMatch;

    private static string Text(IReadOnlyDictionary<string, IReadOnlyList<string>> supported) => supported.Count == 0
        ? "No plugin of it declares anything."
        : $"Supported: {string.Join("; ", supported.Select(static axis => $"{axis.Key} {string.Join(", ", axis.Value.Take(20))}{(axis.Value.Count > 20 ? $" and {axis.Value.Count - 20} more" : string.Empty)}"))}.";
}

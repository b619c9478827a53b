namespace Dagstack.Extensions.Plugins;

/// <summary>Plugins failed during a call of all plugins of a kind that was made with best effort.</summary>
/// <remarks>See §5 of the plugin contract.</remarks>
/// <param name="kind">The kind that was called.</param>
/// <param name="results">What the plugins returned that did not fail.</param>
/// <param name="errors">What the others threw.</param>
public sealed class BroadcastErrorsException(string kind, IReadOnlyList<KeyValuePair<PluginId, object?>> results, IReadOnlyList<PluginFault> errors)
    : PluginRegistryException($"{errors.Count} of {errors.Count + results.Count} plugins of the kind '{kind}' failed:{string.Concat(errors.Select(static error => $"{Environment.NewLine}  {error}"))}")
{
    /// <summary>Gets the kind that was called.</summary>
    public string Kind { get; } = kind;

    /// <summary>Gets what the plugins returned that did not fail, by priority and name.</summary>
    public IReadOnlyList<KeyValuePair<PluginId, object?>> Results { get; } = results;

    /// <summary>Gets what the others threw, by priority and name.</summary>
    public IReadOnlyList<PluginFault> Errors { get; } = errors;

    /// <inheritdoc/>
    public override string Code => PluginErrorCodes.BroadcastErrors;
}

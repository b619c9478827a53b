namespace Dagstack.Extensions.Plugins;

/// <summary>More than one thing keeps the plugins of a host from starting.</summary>
/// <remarks>A single one is thrown as itself. See §2 of the plugin contract for what stops a start.</remarks>
/// <param name="errors">All of them.</param>
public sealed class PluginStartException(IReadOnlyList<PluginRegistryException> errors)
    : PluginRegistryException($"The plugins cannot start, for {errors.Count} reasons:{string.Concat(errors.Select(error => $"{Environment.NewLine}  [{error.Code}] {error.Message}"))}")
{
    /// <summary>Gets all the errors.</summary>
    public IReadOnlyList<PluginRegistryException> Errors { get; } = errors;
}

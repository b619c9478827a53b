namespace Dagstack.Extensions.Plugins;

/// <summary>What keeps the plugins of a host from starting: several things that were found before, or plugins that the host needs and that failed.</summary>
/// <remarks>A single thing that is found before anything was started is thrown as itself. See §2 of the plugin contract for what stops a start.</remarks>
/// <param name="errors">All of them.</param>
public sealed class PluginStartException(IReadOnlyList<PluginRegistryException> errors)
    : PluginRegistryException($"The plugins cannot start, for {(errors.Count == 1 ? "1 reason" : $"{errors.Count} reasons")}:{string.Concat(errors.Select(error => $"{Environment.NewLine}  [{CodeOf(error)}] {error.Message}"))}")
{
    /// <summary>Gets all the errors.</summary>
    public IReadOnlyList<PluginRegistryException> Errors { get; } = errors;

    /// <summary>The code of what is behind an unavailable plugin says more than that it is unavailable.</summary>
    private static string CodeOf(PluginRegistryException error) => (error as PluginUnavailableException)?.RootCauseCode ?? error.Code;
}

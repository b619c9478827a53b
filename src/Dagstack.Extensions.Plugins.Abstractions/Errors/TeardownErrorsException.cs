namespace Dagstack.Extensions.Plugins;

/// <summary>One or more plugins failed to tear down. All of them have been stopped or given up.</summary>
/// <param name="errors">What went wrong, by plugin, in the order of the stop.</param>
public sealed class TeardownErrorsException(IReadOnlyList<KeyValuePair<PluginId, string>> errors)
    : PluginRegistryException($"{errors.Count} plugin(s) failed to tear down:{string.Concat(errors.Select(error => $"{Environment.NewLine}  {error.Key}: {error.Value}"))}")
{
    /// <summary>Gets what went wrong, by plugin, in the order of the stop. Texts, since an exception of a plugin would keep its code loaded.</summary>
    public IReadOnlyList<KeyValuePair<PluginId, string>> Errors { get; } = errors;

    /// <inheritdoc/>
    public override string Code => PluginErrorCodes.TeardownErrors;
}

namespace Dagstack.Extensions.Plugins;

/// <summary>A plugin was called that is not ready.</summary>
/// <remarks>See §3 of the plugin contract.</remarks>
public sealed class PluginUnavailableException : PluginRegistryException
{
    /// <summary>Creates the error.</summary>
    /// <param name="plugin">The plugin that was called.</param>
    /// <param name="state">Its state at the time of the call.</param>
    /// <param name="reason">Why it is in that state, and what to do.</param>
    /// <param name="rootCauseCode">The code of the error behind the state, if there is one.</param>
    public PluginUnavailableException(PluginId plugin, PluginState state, string reason, string? rootCauseCode = null)
        : base($"The plugin '{plugin}' is {PluginStates.NameOf(state)}: {reason}")
    {
        Plugin = plugin;
        Kind = plugin.Kind;
        State = state;
        Reason = reason;
        RootCauseCode = rootCauseCode;
    }

    /// <summary>Creates the error for a kind that has no plugin to call.</summary>
    /// <param name="kind">The kind that was called.</param>
    /// <param name="reason">Why there is none, and what to do.</param>
    public PluginUnavailableException(string kind, string reason)
        : base($"The kind '{kind}' has no plugin to call: {reason}")
    {
        Kind = kind;
        State = PluginState.Unavailable;
        Reason = reason;
    }

    /// <summary>Gets the plugin that was called.</summary>
    /// <value>Null when a kind was called that has none.</value>
    public PluginId? Plugin { get; }

    /// <summary>Gets the kind that was called.</summary>
    public string Kind { get; }

    /// <summary>Gets its state at the time of the call.</summary>
    public PluginState State { get; }

    /// <summary>Gets why it is in that state, as text: an exception of the plugin would keep its code loaded.</summary>
    public string Reason { get; }

    /// <summary>Gets the code of the error behind the state, one of <see cref="PluginErrorCodes"/>.</summary>
    /// <value>Null where no error is behind it, as before the start.</value>
    public string? RootCauseCode { get; }

    /// <summary>Gets a value indicating whether the plugin's process ended with the call in it, which the call may be the cause of.</summary>
    /// <value>False by default.</value>
    public bool HasDied { get; init; }

    /// <inheritdoc/>
    public override string Code => PluginErrorCodes.PluginUnavailable;
}

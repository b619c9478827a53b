namespace Dagstack.Extensions.Plugins;

/// <summary>None of a plugin's runtimes is supported by this host.</summary>
public sealed class RuntimeNotSupportedException : PluginRegistryException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">Which runtimes, which ones are supported, and what to do.</param>
    /// <param name="runtimes">The runtimes of the manifest.</param>
    /// <param name="supportedRuntimes">The runtimes of this host.</param>
    /// <param name="plugin">The plugin, if it is known.</param>
    public RuntimeNotSupportedException(string message, IReadOnlyList<string> runtimes, IReadOnlyList<string> supportedRuntimes, PluginId? plugin = null)
        : base(message)
    {
        ArgumentNullException.ThrowIfNull(runtimes);
        ArgumentNullException.ThrowIfNull(supportedRuntimes);
        Runtimes = runtimes;
        SupportedRuntimes = supportedRuntimes;
        Plugin = plugin;
    }

    /// <summary>Gets the runtimes of the manifest.</summary>
    public IReadOnlyList<string> Runtimes { get; }

    /// <summary>Gets the runtimes of this host, in ordinal order.</summary>
    public IReadOnlyList<string> SupportedRuntimes { get; }

    /// <summary>Gets the plugin.</summary>
    public PluginId? Plugin { get; }

    /// <inheritdoc/>
    public override string Code => PluginErrorCodes.RuntimeNotSupported;
}

namespace Dagstack.Extensions.Plugins;

/// <summary>A kind for which this host has no contract.</summary>
public sealed class KindUnknownException : PluginRegistryException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">Which kind, which ones are known, and what to do.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="knownKinds">The kinds that this host has a contract for.</param>
    /// <param name="plugin">The plugin, if it is known.</param>
    public KindUnknownException(string message, string kind, IReadOnlyList<string> knownKinds, PluginId? plugin = null)
        : base(message)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(knownKinds);
        Kind = kind;
        KnownKinds = knownKinds;
        Plugin = plugin;
    }

    /// <summary>Gets the kind.</summary>
    public string Kind { get; }

    /// <summary>Gets the kinds that this host has a contract for, in ordinal order.</summary>
    public IReadOnlyList<string> KnownKinds { get; }

    /// <summary>Gets the plugin.</summary>
    public PluginId? Plugin { get; }

    /// <inheritdoc/>
    public override string Code => PluginErrorCodes.KindUnknown;
}

namespace Dagstack.Extensions.Plugins;

/// <summary>A schema, core, kind or contract version that does not fit this host.</summary>
public sealed class VersionIncompatibleException : PluginRegistryException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What does not fit, and what to do.</param>
    /// <param name="subject">What has the version, such as <c>core_version</c>.</param>
    /// <param name="required">The version or range that the plugin asks for.</param>
    /// <param name="actual">The version that the host has.</param>
    /// <param name="plugin">The plugin, if it is known.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public VersionIncompatibleException(
        string message,
        string? subject = null,
        string? required = null,
        string? actual = null,
        PluginId? plugin = null,
        Exception? innerException = null)
        : base(message, innerException)
    {
        Subject = subject;
        Required = required;
        Actual = actual;
        Plugin = plugin;
    }

    /// <summary>Gets what has the version: a key of the manifest, such as <c>core_version</c>, or the name of an assembly.</summary>
    public string? Subject { get; }

    /// <summary>Gets the version or range that the plugin asks for.</summary>
    public string? Required { get; }

    /// <summary>Gets the version that the host has.</summary>
    public string? Actual { get; }

    /// <summary>Gets the plugin.</summary>
    public PluginId? Plugin { get; }

    /// <inheritdoc/>
    public override string Code => PluginErrorCodes.VersionIncompatible;
}

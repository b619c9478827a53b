namespace Dagstack.Extensions.Plugins;

/// <summary>A plugin is not in the lock file that its host requires, or is not what that file says.</summary>
/// <remarks>Nothing of it has been loaded. See §2 of the plugin contract.</remarks>
/// <param name="plugin">The plugin.</param>
/// <param name="message">What differs, and what to do.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class LockMismatchException(PluginId plugin, string message, Exception? innerException = null)
    : PluginRegistryException(message, innerException)
{
    /// <summary>Gets the plugin.</summary>
    public PluginId Plugin { get; } = plugin;

    /// <summary>Gets the full path of the lock file.</summary>
    /// <value>Null where there is none.</value>
    public string? LockFile { get; init; }

    /// <summary>Gets what the lock file says: a version, or a SHA-256 in lower-case hexadecimal digits.</summary>
    /// <value>Null where it says nothing of the plugin.</value>
    public string? Expected { get; init; }

    /// <summary>Gets what was found in place of it.</summary>
    /// <value>Null where nothing was compared.</value>
    public string? Actual { get; init; }

    /// <inheritdoc/>
    public override string Code => PluginErrorCodes.LockMismatch;
}

using System.Text.Json;

namespace Dagstack.Extensions.Plugins;

/// <summary>A call failed in another process, as that process tells.</summary>
/// <remarks>In the host's process, a plugin's own exception reaches the caller as it is. See §8.5 and §11 of the plugin contract.</remarks>
/// <param name="plugin">The plugin.</param>
/// <param name="hook">The hook that was called, by its name in .NET.</param>
/// <param name="message">What the plugin says, or what is wrong with its answer.</param>
public sealed class PluginCallException(PluginId plugin, string hook, string message) : PluginRegistryException(message)
{
    /// <summary>Gets the plugin.</summary>
    public PluginId Plugin { get; } = plugin;

    /// <summary>Gets the hook that was called, by its name in .NET.</summary>
    public string Hook { get; } = hook;

    /// <summary>Gets the name of the error's type where it was thrown.</summary>
    /// <value>Null by default: it is not known.</value>
    public string? RemoteType { get; init; }

    /// <summary>Gets the code of the contract's error that it was.</summary>
    /// <value>Null by default: it was another error, or that is not known.</value>
    public string? RemoteCode { get; init; }

    /// <summary>Gets what the plugin says of the error besides its message.</summary>
    /// <value>Null by default: nothing, or more than 64 KiB, which the message says then.</value>
    public JsonElement? RemoteData { get; init; }

    /// <inheritdoc/>
    public override string Code => PluginErrorCodes.PluginCall;
}

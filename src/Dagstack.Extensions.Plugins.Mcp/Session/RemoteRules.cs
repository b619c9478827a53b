using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>What plugins in other processes cannot have, known before anything is started.</summary>
internal static class RemoteRules
{
    /// <summary>Tells whether another process can serve a hook: streams do not cross, and a contract may keep a hook to its own process.</summary>
    public static bool CanServe(HookDescriptor hook) => hook.IsExposed && hook.Shape != HookShape.Stream;

    /// <summary>Looks for what the manifest asks and cannot have.</summary>
    public static PluginRefusal? Check(PluginDescription plugin, string runtime)
    {
        string[] missing = [.. (plugin.Manifest.Resources?.Required ?? []).Except(SetupMessage.Resources, StringComparer.Ordinal).Select(static name => $"'{name}'")];
        return missing.Length == 0
            ? null
            : new(PluginErrorCodes.RuntimeNotSupported, $"its manifest requires {string.Join(", ", missing)}, and a plugin of the runtime '{runtime}' can have {string.Join(", ", SetupMessage.Resources)} only: others are objects of the host's process. Make it optional, or give the plugin what it needs by its configuration.");
    }
}

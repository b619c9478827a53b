namespace Dagstack.Extensions.Plugins;

/// <summary>The stable error codes of the plugin system, the same in every dagstack binding.</summary>
/// <remarks>See §11 of the plugin contract.</remarks>
public static class PluginErrorCodes
{
    /// <summary>Any error of the plugin system that has no code of its own.</summary>
    public const string PluginRegistryError = "PluginRegistryError";

    /// <summary>A manifest that cannot be read or breaks a rule.</summary>
    public const string ManifestInvalid = "ManifestInvalid";

    /// <summary>Two plugins where there may be one.</summary>
    public const string AmbiguousPlugin = "AmbiguousPlugin";

    /// <summary>A schema, core, kind or contract version that does not fit this host.</summary>
    public const string VersionIncompatible = "VersionIncompatible";

    /// <summary>A kind for which this host has no contract.</summary>
    public const string KindUnknown = "KindUnknown";

    /// <summary>None of the manifest's runtimes is supported by this host.</summary>
    public const string RuntimeNotSupported = "RuntimeNotSupported";

    /// <summary>Plugins that depend on each other in a circle.</summary>
    public const string DependencyCycle = "DependencyCycle";

    /// <summary>A plugin or resource that another plugin depends on is not there or not ready.</summary>
    public const string MissingDependency = "MissingDependency";

    /// <summary>A plugin is not in the lock file that the host requires, or is not what that file says.</summary>
    public const string LockMismatch = "LockMismatch";

    /// <summary>A plugin's code cannot be loaded or its class cannot be constructed.</summary>
    public const string PluginLoadError = "PluginLoadError";

    /// <summary>One or more plugins failed to tear down.</summary>
    public const string TeardownErrors = "TeardownErrors";

    /// <summary>After teardown something that a plugin made is still there.</summary>
    public const string LeakDetected = "LeakDetected";

    /// <summary>Plugins failed during a broadcast.</summary>
    public const string BroadcastErrors = "BroadcastErrors";

    /// <summary>A hook was called by another dispatch class than its own.</summary>
    public const string DispatchMismatch = "DispatchMismatch";

    /// <summary>No plugin can handle a request.</summary>
    public const string NoCapabilityMatch = "NoCapabilityMatch";

    /// <summary>A plugin that is not ready was called.</summary>
    public const string PluginUnavailable = "PluginUnavailable";

    /// <summary>A plugin did not finish within its time.</summary>
    public const string PluginTimeout = "PluginTimeout";

    /// <summary>A call failed in another process.</summary>
    public const string PluginCall = "PluginCall";

    /// <summary>A value that JSON cannot carry to another process, or that cannot be read from JSON.</summary>
    public const string SerializationError = "SerializationError";
}

namespace Dagstack.Extensions.Plugins.AspNetCore.Acting;

/// <summary>Sorts of failures of actions.</summary>
internal enum PluginFailureKind
{
    /// <summary>There is no such plugin.</summary>
    NotFound,

    /// <summary>The host or the state of the plugin does not allow it.</summary>
    NotPossible,

    /// <summary>It was done, and the plugin failed.</summary>
    Failed,

    /// <summary>The host is stopping.</summary>
    Stopping,

    /// <summary>Something else threw.</summary>
    Unexpected,
}

namespace Dagstack.Extensions.Plugins.AspNetCore.Acting;

/// <summary>What may be done to a plugin. The name in lower case is the last part of the address.</summary>
internal enum PluginVerb
{
    /// <summary>Starts it, after those that it depends on.</summary>
    Setup,

    /// <summary>Stops it.</summary>
    Teardown,

    /// <summary>Starts it again if it is unavailable.</summary>
    Retry,

    /// <summary>Puts a new instance in its place.</summary>
    Reload,

    /// <summary>Makes it the active one of its kind.</summary>
    Activate,
}

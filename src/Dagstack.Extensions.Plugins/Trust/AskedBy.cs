namespace Dagstack.Extensions.Plugins.Trust;

/// <summary>What asked for a plugin to be started or replaced.</summary>
internal enum AskedBy
{
    /// <summary>The start of the host, or of all plugins.</summary>
    Start,

    /// <summary>A change of files that are watched.</summary>
    Watch,

    /// <summary>The host itself: the plugin had failed or died, or waited for another.</summary>
    Retry,

    /// <summary>A call of the application.</summary>
    Api,
}

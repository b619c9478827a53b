namespace Dagstack.Extensions.Plugins;

/// <summary>Where an assembly comes from that a plugin needs.</summary>
public enum PluginAssemblySource
{
    /// <summary>From the host: contracts are made of it, and all plugins have the host's.</summary>
    Contract,

    /// <summary>From the framework that the host runs on.</summary>
    Framework,

    /// <summary>From the host: it is one of the abstractions of Microsoft.Extensions that all plugins have from there.</summary>
    Shared,

    /// <summary>From the plugin's own files: no other plugin and no host sees it.</summary>
    Plugin,

    /// <summary>From the host, since the plugin does not bring it: a host without it, or with another version, may not do.</summary>
    Host,

    /// <summary>From nowhere: code that needs it fails.</summary>
    Missing,
}

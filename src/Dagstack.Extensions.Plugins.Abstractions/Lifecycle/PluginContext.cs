using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins;

/// <summary>What the host gives to a plugin's setup; also a constructor parameter.</summary>
/// <remarks>See §4 of the plugin contract.</remarks>
public sealed class PluginContext
{
    /// <summary>Gets the plugin's manifest.</summary>
    public required PluginManifest Manifest { get; init; }

    /// <summary>Gets the plugin's configuration section, <c>kind:name</c>; empty where the host has no configuration.</summary>
    public required IConfiguration Configuration { get; init; }

    /// <summary>Gets the plugin's logger, of the category <c>plugin.&lt;kind&gt;.&lt;name&gt;</c>.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Gets the resources that the manifest declares.</summary>
    public required PluginResources Resources { get; init; }

    /// <summary>Gets the view of all plugins.</summary>
    public required IPluginRegistry Registry { get; init; }

    /// <summary>Gets the plugin's folder.</summary>
    /// <value>Null for a plugin that has none: one that was given in code, or is in an assembly of the application.</value>
    public string? Folder { get; init; }
}

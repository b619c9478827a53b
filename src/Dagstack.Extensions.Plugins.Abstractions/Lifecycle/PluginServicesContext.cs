using Microsoft.Extensions.Configuration;

namespace Dagstack.Extensions.Plugins;

/// <summary>What a plugin knows while it registers its services.</summary>
public sealed class PluginServicesContext
{
    /// <summary>Gets the plugin's manifest.</summary>
    public required PluginManifest Manifest { get; init; }

    /// <summary>Gets the plugin's configuration section, <c>kind:name</c>.</summary>
    public required IConfiguration Configuration { get; init; }

    /// <summary>Gets the services of the host, in the scope of this plugin.</summary>
    /// <remarks>For factories, whose needs cannot be read ahead. Ask it only for types of the host and of contracts.</remarks>
    public required IServiceProvider HostServices { get; init; }
}

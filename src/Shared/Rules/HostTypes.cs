namespace Dagstack.Extensions.Shared;

/// <summary>The types by which constructors of plugins take what only a host has, and what every plugin has wherever it runs: full names, as metadata has them.</summary>
internal static class HostTypes
{
    private const string View = "the host's view of its plugins";

    /// <summary>What only a host has, and what that is.</summary>
    public static readonly Dictionary<string, string> OfHost = new(StringComparer.Ordinal)
    {
        ["Dagstack.Extensions.Plugins.IPluginRegistry"] = View,
        ["Dagstack.Extensions.Plugins.IPlugins`1"] = View,
        ["Dagstack.Extensions.Plugins.ITools"] = View,
        ["Dagstack.Extensions.Plugins.PluginEvents"] = "the events of the host",
        ["Dagstack.Extensions.Plugins.PluginTenant"] = "the tenant whose access the host decides",
    };

    /// <summary>What every plugin has of its own, whatever the host registers under the same types.</summary>
    public static readonly HashSet<string> OfPlugin = new(ResourceTypes.ByType.Keys, StringComparer.Ordinal)
    {
        "Dagstack.Extensions.Plugins.PluginContext",
        "Dagstack.Extensions.Plugins.PluginManifest",
        "Dagstack.Extensions.Plugins.PluginProgress",
        "Dagstack.Extensions.Plugins.PluginCheckpoint",
        "Microsoft.Extensions.Configuration.IConfiguration",
        "Microsoft.Extensions.Configuration.IConfigurationSection",
        "Microsoft.Extensions.Logging.ILogger",
        "Microsoft.Extensions.Logging.ILogger`1",
        "Microsoft.Extensions.Logging.ILoggerFactory",
        "System.IServiceProvider",
        "Microsoft.Extensions.DependencyInjection.IServiceScopeFactory",
        "Microsoft.Extensions.DependencyInjection.IServiceProviderIsService",
        "Microsoft.Extensions.DependencyInjection.IServiceProviderIsKeyedService",
    };

    /// <summary>Options, which a plugin has of its section unless the host configures them.</summary>
    public static readonly HashSet<string> Options = new(StringComparer.Ordinal)
    {
        "Microsoft.Extensions.Options.IOptions`1",
        "Microsoft.Extensions.Options.IOptionsMonitor`1",
        "Microsoft.Extensions.Options.IOptionsSnapshot`1",
    };
}

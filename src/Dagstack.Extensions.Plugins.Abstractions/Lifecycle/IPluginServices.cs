using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins;

/// <summary>Implemented by a plugin's class that registers services of its own.</summary>
/// <remarks>
/// They live in the plugin's own container and end with it. Services of the host that their constructors take are found
/// without being registered. A registered <c>IHostedService</c> starts after the plugin's setup and stops before its teardown.
/// </remarks>
public interface IPluginServices
{
    /// <summary>Registers the plugin's services.</summary>
    /// <param name="services">The plugin's own collection.</param>
    /// <param name="context">What is known of the plugin at this point.</param>
    static abstract void ConfigureServices(IServiceCollection services, PluginServicesContext context);
}

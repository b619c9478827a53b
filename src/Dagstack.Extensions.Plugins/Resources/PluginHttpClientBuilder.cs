using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>Configures the HTTP client of one plugin.</summary>
/// <remarks>Not AddHttpClient(name), which searches the whole collection a dozen times: with many plugins that takes seconds.</remarks>
internal sealed class PluginHttpClientBuilder(PluginId plugin, IServiceCollection services) : IHttpClientBuilder
{
    public string Name { get; } = NameOf(plugin);

    public IServiceCollection Services => services;

    /// <summary>Gets the name under which the factory knows a plugin's client.</summary>
    public static string NameOf(PluginId plugin) => $"plugin.{plugin.Kind}.{plugin.Name}";
}

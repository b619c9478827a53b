using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests;

internal static class ServiceProviderExtensions
{
    public static IPluginRegistry GetRegistry(this IServiceProvider services) => services.GetRequiredService<IPluginRegistry>();
}

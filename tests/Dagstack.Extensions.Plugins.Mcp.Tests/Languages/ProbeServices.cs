using Dagstack.Extensions.Plugins.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Languages;

/// <summary>A container with the plugins of a folder, set up.</summary>
internal static class ProbeServices
{
    public static async Task<ServiceProvider> StartAsync(TempFolder root, IConfiguration? configuration = null, Action<DagstackPluginOptions>? configure = null)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(configuration ?? new ConfigurationBuilder().Build());
        services.AddDagstackPlugins(options =>
        {
            options.Discover(root.Path).UseMcp();
            configure?.Invoke(options);
        });
        var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        await provider.SetupPluginsAsync().WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        return provider;
    }
}

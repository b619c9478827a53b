using Dagstack.Extensions.Plugins.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>Registers the resources as services of the host, beneath whatever the host registers itself.</summary>
internal static class ResourceServices
{
    public static void Add(IServiceCollection services, ResourceSettings settings)
    {
        services.AddHttpClient();
        services.AddScoped<PluginScope>();
        services.AddTransient<ResourceEnd>();
        services.AddSingleton(settings);
        services.AddSingleton<ResourceCatalog>();
        services.AddSingleton(static provider => new ResourceStores(
            provider.GetRequiredService<ResourceSettings>(),
            provider.GetService<IHostEnvironment>()?.ContentRootPath ?? Directory.GetCurrentDirectory(),
            new GuardedLogger((provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger(Log.Category))));

        services.TryAddScoped<Clock>(static provider => new SystemClock(provider.GetService<TimeProvider>() ?? TimeProvider.System));
        services.TryAddScoped<Rng, SystemRng>();
        services.TryAddScoped(static provider => provider.GetRequiredService<ResourceStores>().Blobs);
        services.TryAddScoped<TempDir>(CreateTempDir);
        AddKey<Clock>(services, "clock");
        AddKey<Rng>(services, "rng");
        AddKey<BlobStore>(services, "blob_store");
        AddKey<TempDir>(services, "tmpdir");
        services.TryAddKeyedScoped(BuiltInResources.HttpClient, static (provider, _) => CreateClient(provider));
    }

    private static void AddKey<TResource>(IServiceCollection services, string name)
        where TResource : class => services.TryAddKeyedScoped(name, static (provider, _) => provider.GetRequiredService<TResource>());

    private static PluginTempDir CreateTempDir(IServiceProvider provider)
    {
        var folder = provider.GetRequiredService<ResourceStores>().CreateTempDir();
        provider.GetRequiredService<PluginScope>().Add(folder);
        return folder;
    }

    private static HttpClient CreateClient(IServiceProvider provider)
    {
        var factory = provider.GetRequiredService<IHttpClientFactory>();
        return provider.GetRequiredService<PluginScope>().Plugin is { } plugin ? factory.CreateClient(PluginHttpClientBuilder.NameOf(plugin)) : factory.CreateClient();
    }
}

using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>Containers with meters in them: as plugins, and as keyed singletons registered by hand.</summary>
internal static class MeterHost
{
    private static readonly Meter s_meter = new();

    public static string Key(int number) => "meter:m" + number.ToString("D5", CultureInfo.InvariantCulture);

    /// <summary>Makes the keys beforehand, so that no benchmark measures their formatting.</summary>
    public static string[] Keys(int count) => [.. Enumerable.Range(0, count).Select(Key)];

    public static IServiceCollection Plugins(string[] keys)
    {
        var services = new ServiceCollection();
        return services.AddDagstackPlugins(options =>
        {
            foreach (var key in keys)
            {
                options.Add(key, s_meter);
            }
        });
    }

    public static IServiceCollection ByHand(string[] keys)
    {
        var services = new ServiceCollection();
        foreach (var key in keys)
        {
            services.AddKeyedSingleton<IMeter>(key, static (_, _) => s_meter);
        }

        return services;
    }

    /// <summary>Starts a host with one plugin and returns the proxy that host code would hold.</summary>
    public static IMeter StartOne(IMeter plugin)
    {
        var provider = new ServiceCollection().AddDagstackPlugins(options => options.Add(Key(0), plugin)).BuildServiceProvider();
        provider.SetupPluginsAsync().GetAwaiter().GetResult();
        return provider.GetRequiredKeyedService<IMeter>(Key(0));
    }
}

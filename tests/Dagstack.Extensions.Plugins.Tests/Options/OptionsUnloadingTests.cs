using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Dagstack.Extensions.Plugins.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Options;

[Collection(nameof(Alone))]
public sealed class OptionsUnloadingTests
{
    private const int Rounds = 50;

    /// <summary>Options with an enum, attributes, a monitor and a nested list, bound, validated, changed and refused, keep nothing alive.</summary>
    [Theory]
    [InlineData("OptionsGreeter")]
    [InlineData("ListeningGreeter")]
    [InlineData("PlainGreeter")]
    public async Task Teardown_FiftyTimes_NoLoadContextStaysAlive(string className)
    {
        using var folders = new PluginFolders().Add("polite", className);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["greeter:polite:mood"] = "very_glad",
            ["greeter:polite:guests:0:name"] = "Ann",
            ["greeter:polite:unknown"] = "key",
        }).Build();
        var contexts = new List<WeakReference>();
        for (var i = 0; i < Rounds; i++)
        {
            contexts.Add(await RunOnceAsync(folders, configuration));
        }

        for (var i = 0; i < 20 && contexts.Any(static context => context.IsAlive); i++)
        {
            await Task.Yield();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(0, contexts.Count(static context => context.IsAlive));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> RunOnceAsync(PluginFolders folders, IConfigurationRoot configuration)
    {
        await using var provider = await TestProvider.StartAsync(
            o =>
            {
                o.Collectible = true;
                o.Discover(folders.Root);
            },
            services => services.AddSingleton<IConfiguration>(configuration));
        var greeter = provider.Greeter("polite");
        Assert.NotEmpty(greeter.Greet("monitor"));
        foreach (var count in new[] { "2", "11", "1" })
        {
            configuration["greeter:polite:repeat_count"] = count;
            configuration.Reload();
        }

        Assert.NotEmpty(greeter.Greet("options"));
        var instance = provider.Services.GetRequiredService<PluginHost>().Find(new("greeter", "polite"))!.Activation!.Target.Instance;
        return new WeakReference(AssemblyLoadContext.GetLoadContext(instance.GetType().Assembly));
    }
}

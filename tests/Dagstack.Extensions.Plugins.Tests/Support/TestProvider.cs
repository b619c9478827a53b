using Dagstack.Extensions.Plugins.CompilerServices;
using Fixtures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>A service provider with plugins and without a generic host, validated as strictly as the container can.</summary>
internal sealed class TestProvider : IAsyncDisposable
{
    private TestProvider(ServiceProvider services, EventLog events)
    {
        Services = services;
        Events = events;
    }

    public ServiceProvider Services { get; }

    public EventLog Events { get; }

    public IPluginRegistry Registry => Services.GetRequiredService<IPluginRegistry>();

    public static TestProvider Build(Action<DagstackPluginOptions> plugins, Action<IServiceCollection>? services = null, params (string Key, string Value)[] configuration)
    {
        var events = new EventLog();
        var collection = new ServiceCollection();
        collection.AddSingleton<IEventSink>(events);
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configuration.Select(static pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build());
        collection.AddLogging();
        services?.Invoke(collection);
        collection.AddDagstackPlugins(plugins);
        return new(Build(collection), events);
    }

    public static ServiceProvider Build(IServiceCollection services) =>
        services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

    public static async Task<TestProvider> StartAsync(Action<DagstackPluginOptions> plugins, Action<IServiceCollection>? services = null, params (string Key, string Value)[] configuration)
    {
        var provider = Build(plugins, services, configuration);
        await provider.Services.SetupPluginsAsync().WaitAsync(Limits.Patience);
        return provider;
    }

    public static Task<TestProvider> StartAsync(PluginFolders folders) => StartAsync(o => o.Discover(folders.Root));

    public IGreeter Greeter(string name) => Services.GetRequiredKeyedService<IGreeter>("greeter:" + name);

    public PluginStatus Status(string id) => Registry.Find(PluginId.Parse(id)) ?? throw new InvalidOperationException($"{id} is not in the registry.");

    /// <summary>Asserts that the key of a kind and that of a plugin lead to the same plugin.</summary>
    public static void AssertLeadsTo(object plugin, object active) => Assert.Same(Assert.IsAssignableFrom<PluginProxy>(plugin).Slot, Assert.IsAssignableFrom<PluginProxy>(active).Slot);

    public ValueTask DisposeAsync() => Services.DisposeAsync();
}

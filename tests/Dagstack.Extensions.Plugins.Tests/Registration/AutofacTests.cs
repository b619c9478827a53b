using Autofac;
using Autofac.Extensions.DependencyInjection;
using Dagstack.Extensions.Plugins.Tests.Reload;
using Fixtures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Registration;

/// <summary>Another container than that of the framework.</summary>
public sealed class AutofacTests
{
    [Fact]
    public async Task Host_WithAutofac_StartsCallsAndStopsPlugins()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.ConfigureContainer(new AutofacServiceProviderFactory(), static container => container.RegisterType<Caller>());
        builder.Services.AddDagstackPlugins(o => o.Discover(plugins.Root));
        using var host = builder.Build();
        var registry = host.Services.GetRequiredService<IPluginRegistry>();

        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(PluginState.Ready, registry.Find("greeter:one")!.State);
        Assert.Equal("1", host.Services.GetRequiredKeyedService<IGreeter>("greeter:one").Greet("x"));
        Assert.Equal("1 1", host.Services.GetRequiredService<Caller>().Call());

        await host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(PluginState.Stopped, registry.Find("greeter:one")!.State);
    }

    [Fact]
    public async Task Keys_KnownUnknownAndLater_ResolveAsInTheContainerOfTheFramework()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddDagstackPlugins(o => o.Discover(plugins.Root).WatchForChanges(static w => (w.StableWindow, w.RescanInterval) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1))));
        var builder = new ContainerBuilder();
        builder.Populate(services);
        await using var container = builder.Build();
        var provider = new AutofacServiceProvider(container);
        await provider.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Equal("1", provider.GetRequiredKeyedService<IGreeter>("greeter:one").Greet("x"));
        Assert.Equal("1", provider.GetRequiredService<IPlugins<IGreeter>>().Active.Greet("x"));

        // A factory cannot say there that there is nothing.
        var unknown = provider.GetKeyedService<IGreeter>("greeter:none")!;
        var error = Assert.Throws<PluginNotFoundException>(() => unknown.Greet("x"));
        Assert.Equal("There is no plugin 'greeter:none' now. Ask for it again when it has come; IPluginRegistry.Plugins has all there are.", error.Message);

        plugins.Write("later", 5);
        var registry = provider.GetRequiredService<IPluginRegistry>();
        await Wait.UntilAsync(() => registry.Find("greeter:later") is { IsServing: true });
        Assert.Equal("5", provider.GetRequiredKeyedService<IGreeter>("greeter:later").Greet("x"));
        await provider.TeardownPluginsAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A class that Autofac makes, by keys and by the kind.</summary>
    private sealed class Caller([FromKeyedServices("greeter:one")] IGreeter greeter, IPlugins<IGreeter> greeters)
    {
        public string Call() => $"{greeter.Greet("x")} {greeters["one"].Greet("x")}";
    }
}

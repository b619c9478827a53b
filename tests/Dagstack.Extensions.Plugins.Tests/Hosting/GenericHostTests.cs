using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Hosting;

public sealed class GenericHostTests
{
    [Fact]
    public async Task StartAndStop_HostedServiceRegisteredFirst_PluginIsReadyBeforeAndTornDownAfter()
    {
        using var folders = new PluginFolders().Add("recorder", "RecordingGreeter");
        var events = new EventLog();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IEventSink>(events);
        builder.Services.AddHostedService<Caller>();
        builder.Services.AddDagstackPlugins(o => o.Discover(folders.Root));
        using (var host = builder.Build())
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            await host.StopAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(
            ["setup recorder", "starting recorder: 1", "start recorder: 2", "started recorder: 3", "stopping recorder: 4", "stop recorder: 5", "stopped recorder: 6", "teardown recorder", "dispose recorder"],
            events.Events);
    }

    [Fact]
    public async Task Start_OtherServiceFails_PluginsAreTornDownByDispose()
    {
        using var folders = new PluginFolders().Add("recorder", "RecordingGreeter");
        var events = new EventLog();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IEventSink>(events);
        builder.Services.AddHostedService<Failing>();
        builder.Services.AddDagstackPlugins(o => o.Discover(folders.Root));
        using (var host = builder.Build())
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(["setup recorder", "teardown recorder", "dispose recorder"], events.Events);
    }

    [Fact]
    public async Task Stop_TwiceAtOnce_PluginsServeUntilBothHaveStoppedTheOtherServices()
    {
        var events = new EventLog();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDagstackPlugins(o => o.Add("greeter:recorder", CodePlugin.Recording(events, "recorder")));
        builder.Services.AddHostedService(services => new SlowToStop(services.GetRequiredKeyedService<IGreeter>("greeter:recorder"), events, release.Task));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var first = host.StopAsync(TestContext.Current.CancellationToken);
        await events.WaitForAsync("stop 1");
        var second = host.StopAsync(TestContext.Current.CancellationToken);
        await events.WaitForAsync("stopped 2");

        // The second has nothing left to do but to tear down.
        for (var i = 0; i < 1000 && !second.IsCompleted; i++)
        {
            await Task.Yield();
        }

        release.SetResult();
        await Task.WhenAll(first, second).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(["setup recorder", "stop 1", "stopped 2", "served 1", "stopped 1", "teardown recorder"], events.Events);
    }

    [Fact]
    public async Task Start_Twice_TwoHostsInOneProcessAreIndependent()
    {
        using var folders = new PluginFolders().Add("recorder", "RecordingGreeter");
        var (one, first) = await StartAsync(folders);
        var (two, second) = await StartAsync(folders);
        await one.StopAsync(TestContext.Current.CancellationToken);
        one.Dispose();

        Assert.Equal("recorder: still", two.Services.GetRequiredKeyedService<IGreeter>("greeter:recorder").Greet("still"));
        Assert.Equal(["setup recorder", "teardown recorder", "dispose recorder"], first.Events);
        Assert.Equal(["setup recorder"], second.Events);
        two.Dispose();
    }

    [Fact]
    public async Task ApplicationStopping_DuringSetup_CancelsTheStart()
    {
        using var folders = new PluginFolders().Add("hanging", "HangingSetup");
        var events = new EventLog();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IEventSink>(events);
        builder.Services.AddDagstackPlugins(o => o.Discover(folders.Root));
        using var host = builder.Build();
        var start = host.StartAsync(TestContext.Current.CancellationToken);
        await events.WaitForAsync("setup hangs");
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken));
        Assert.Equal(PluginState.Unavailable, host.Services.GetRequiredService<IPluginRegistry>().Find(new("greeter", "hanging"))!.State);
    }

    [Fact]
    public async Task AddDagstackPlugins_NoArguments_ReadsRootsFromTheHostsConfiguration()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter");
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["Dagstack:PluginDirs:0"] = folders.Root;
        builder.Services.AddDagstackPlugins();
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal("Hello, you!", host.Services.GetRequiredKeyedService<IGreeter>("greeter:plain").Greet("you"));
    }

    [Fact]
    public async Task AddDagstackPlugins_NoArgumentsAndNoFolder_StartsWithoutPlugins()
    {
        using var empty = new TempFolder();
        var builder = Host.CreateEmptyApplicationBuilder(new() { ContentRootPath = empty.Path, Configuration = new() });
        builder.Configuration["dagstack:plugin_dirs"] = string.Empty;
        builder.Services.AddDagstackPlugins(o => o.Discover("absent/", optional: true));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.Empty(host.Services.GetRequiredService<IPluginRegistry>().Plugins);
    }

    private static async Task<(IHost Host, EventLog Events)> StartAsync(PluginFolders folders)
    {
        var events = new EventLog();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IEventSink>(events);
        builder.Services.AddDagstackPlugins(o => o.Discover(folders.Root));
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return (host, events);
    }

    private sealed class Failing : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("fails to start");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>Is stopped twice: the second time it has nothing to do, while the first is still at it.</summary>
    private sealed class SlowToStop(IGreeter greeter, IEventSink events, Task release) : IHostedLifecycleService
    {
        private int _stops;

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            if (++_stops == 1)
            {
                events.Add("stop 1");
                await release;
                events.Add($"served {greeter.Greet("1")}");
            }
        }

        public Task StoppedAsync(CancellationToken cancellationToken)
        {
            events.Add($"stopped {_stops--}");
            return Task.CompletedTask;
        }
    }

    private sealed class Caller([FromKeyedServices("greeter:recorder")] IGreeter greeter, IEventSink events) : IHostedLifecycleService
    {
        private int _calls;

        public Task StartingAsync(CancellationToken cancellationToken) => Call("starting");

        public Task StartAsync(CancellationToken cancellationToken) => Call("start");

        public Task StartedAsync(CancellationToken cancellationToken) => Call("started");

        public Task StoppingAsync(CancellationToken cancellationToken) => Call("stopping");

        public Task StopAsync(CancellationToken cancellationToken) => Call("stop");

        public Task StoppedAsync(CancellationToken cancellationToken) => Call("stopped");

        private Task Call(string when)
        {
            events.Add($"{when} {greeter.Greet((++_calls).ToString(System.Globalization.CultureInfo.InvariantCulture))}");
            return Task.CompletedTask;
        }
    }
}

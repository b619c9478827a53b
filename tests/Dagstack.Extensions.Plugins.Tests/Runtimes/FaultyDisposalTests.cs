using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>A service of a plugin, or of the host, whose disposal throws: whoever ends the scope is told, and everything else ends all the same.</summary>
public sealed class FaultyDisposalTests : IDisposable
{
    private readonly PluginFolders _folders = new PluginFolders().Add("faulty", "FaultyDisposalGreeter");
    private readonly TestLogs _logs = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Scope_DisposalOfAServiceThrows_CallerIsToldAndTheHostsScopeEnds(bool isAsync)
    {
        await using var provider = await StartAsync();
        var greeter = provider.Greeter("faulty");
        var fault = isAsync
            ? await Assert.ThrowsAnyAsync<Exception>(() => greeter.GreetAsync("x", Token))
            : Assert.ThrowsAny<Exception>(() => greeter.Greet("x"));
        Assert.Contains(isAsync ? "an async disposal" : "a sync disposal", fault.ToString(), StringComparison.Ordinal);

        // What was made before the faulty one is left by the container, as in any scope.
        Assert.Equal(["used", "last disposed", "faulty disposed", "host disposed"], provider.Events.Events);
        Assert.Equal(PluginState.Ready, provider.Status("greeter:faulty").State);
    }

    [Fact]
    public async Task Scope_DisposalsOfThePluginsAndOfTheHostsServicesThrow_CallerIsToldOfBoth()
    {
        await using var provider = await StartAsync(isHostFaulty: true);
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => provider.Greeter("faulty").GreetAsync("x", Token));
        Assert.Contains("an async disposal", fault.ToString(), StringComparison.Ordinal);
        Assert.Contains("the host's disposal", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Teardown_DisposalOfAServiceThrows_IsStoppedAndSaysSo()
    {
        await using var provider = await StartAsync();
        await Assert.ThrowsAsync<TeardownErrorsException>(() => provider.Registry.TeardownPluginAsync("greeter:faulty", Token));
        var status = provider.Status("greeter:faulty");
        Assert.Equal((PluginState.Stopped, PluginErrorCodes.TeardownErrors), (status.State, status.Code));
        Assert.Contains("disposing it threw System.InvalidTimeZoneException: an async disposal", status.Reason, StringComparison.Ordinal);
        Assert.Equal(["last disposed", "faulty disposed"], provider.Events.Events);
        Assert.Contains(_logs.Lines, static line => line.StartsWith("Error Dagstack.Extensions.Plugins[7] ", StringComparison.Ordinal) && line.Contains("an async disposal", StringComparison.Ordinal));
        Assert.Equal(PluginState.Ready, (await provider.Registry.SetupPluginAsync("greeter:faulty", Token)).State);
    }

    [Fact]
    public async Task Reload_DisposalOfAServiceThrows_IsReplacedAndTheOldCodeIsGone()
    {
        await using var provider = await StartAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => provider.Greeter("faulty").GreetAsync("x", Token));
        var reload = await provider.Registry.ReloadAsync("greeter:faulty", Token);
        Assert.Equal((PluginReloadOutcome.Replaced, PluginUnloadOutcome.Unloaded), (reload.Outcome, reload.Unload));
        Assert.Equal((PluginState.Ready, 0), (provider.Status("greeter:faulty").State, provider.Status("greeter:faulty").LeakedGenerations));
    }

    [Fact]
    public async Task Teardown_DisposalOfAServiceOfTheHostThrows_IsStoppedSaysSoAndItsResourcesEnd()
    {
        using var folders = new PluginFolders().Add("keeper", "KeepingGreeter", "[plugin.resources]\nrequired = [\"tmpdir\", \"ended\"]");
        var ended = 0;
        string? folder = null;
        await using var provider = await TestProvider.StartAsync(
            o => o.Discover(folders.Root).AddResource("ended", (_, _) => new Ending(() => ended++)).DecorateResource<TempDir>("tmpdir", (inner, _, _) =>
            {
                folder = inner.Path;
                return inner;
            }),
            services => services.AddScoped<IEventSink>(_ => new ScopedSink(static _ => { }, isFaulty: true)));
        Assert.True(Directory.Exists(folder));
        await Assert.ThrowsAsync<TeardownErrorsException>(() => provider.Registry.TeardownPluginAsync("greeter:keeper", Token));
        var status = provider.Status("greeter:keeper");
        Assert.Equal((PluginState.Stopped, PluginErrorCodes.TeardownErrors), (status.State, status.Code));
        Assert.Contains("disposing its scope of the host's services threw System.InvalidTimeZoneException: the host's disposal", status.Reason, StringComparison.Ordinal);
        Assert.Equal((false, 1), (Directory.Exists(folder), ended));
        Assert.Equal(PluginState.Ready, (await provider.Registry.SetupPluginAsync("greeter:keeper", Token)).State);
        await Assert.ThrowsAsync<TeardownErrorsException>(() => provider.Services.TeardownPluginsAsync(Token));
    }

    public void Dispose()
    {
        _folders.Dispose();
        _logs.Dispose();
    }

    private Task<TestProvider> StartAsync(bool isHostFaulty = false) => TestProvider.StartAsync(
        o => o.Discover(_folders.Root).AllowReload(),
        services => services
            .AddLogging(logging => logging.AddProvider(_logs))
            .AddKeyedScoped<IEventSink>("scoped", (scope, _) => new ScopedSink(scope.GetRequiredService<IEventSink>().Add, isHostFaulty)));

    private sealed class Ending(Action ended) : IDisposable
    {
        public void Dispose() => ended();
    }

    private sealed class ScopedSink(Action<string> add, bool isFaulty) : IEventSink, IDisposable
    {
        public void Add(string text) => add(text);

        public void Dispose()
        {
            add("host disposed");
            if (isFaulty)
            {
                throw new InvalidTimeZoneException("the host's disposal");
            }
        }
    }
}

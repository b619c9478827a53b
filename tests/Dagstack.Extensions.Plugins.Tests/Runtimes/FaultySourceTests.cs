using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>A source of plugins is code of others: it may call back, block, and return what is no plugin.</summary>
public sealed class FaultySourceTests
{
    private readonly TestRuntime _runtime = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Source_CallsAddDagstackPlugins_WhatItAddsIsThereToo()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        var calls = 0;
        TestSource? source = null;
        source = new TestSource(() =>
        {
            Assert.InRange(++calls, 1, 10);
            services.AddDagstackPlugins(inner => inner.AddSource(source!).Add("greeter:inner", new CodePlugin()));
            return ["one"];
        });
        services.AddDagstackPlugins(o => o.AddSource(source).AddRuntime(_ => _runtime).Add("greeter:outer", new CodePlugin()));
        await using var provider = TestProvider.Build(services);
        await provider.SetupPluginsAsync(Token);
        Assert.Equal(
            ["greeter:inner Ready", "greeter:one Ready", "greeter:outer Ready"],
            provider.GetRequiredService<IPluginRegistry>().Plugins.Select(static plugin => $"{plugin.Id} {plugin.State}").Order(StringComparer.Ordinal));
        Assert.Equal(1, calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Source_ReturnsNullOrHasANull_IsAWarningAndTheRestGoesOn(bool isAll)
    {
        using var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(
            o => o.AddSource(new NullSource(isAll)).AddSource(new TestSource(static () => ["two"])).AddRuntime(_ => _runtime),
            services => services.AddLogging(logging => logging.AddProvider(logs)));
        Assert.Equal(["greeter:two"], provider.Registry.Plugins.Select(static plugin => plugin.Id.ToString()));
        Assert.Contains(logs.Lines, static line => line.Contains($"the source {typeof(NullSource).FullName} ", StringComparison.Ordinal) && !line.Contains(nameof(NullReferenceException), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reload_SourceBlocks_CallerCanGiveUpAndOthersAreReloadedMeanwhile()
    {
        using var release = new ManualResetEventSlim();
        var (isBlocking, isIn) = (false, false);
        await using var provider = await TestProvider.StartAsync(o => o
            .AllowReload()
            .AddSource(new TestSource(() =>
            {
                if (Volatile.Read(ref isBlocking))
                {
                    Volatile.Write(ref isIn, true);
                    release.Wait(Token);
                }

                return ["one"];
            }))
            .AddRuntime(_ => _runtime)
            .Add("greeter:two", static _ => new CodePlugin()));
        Volatile.Write(ref isBlocking, true);
        try
        {
            using var caller = new CancellationTokenSource();

            // On a thread of its own, so that a call that blocks fails the test and does not hold it up.
            var reload = Task.Run(() => provider.Registry.ReloadAsync("greeter:one", caller.Token), Token);
            await Wait.UntilAsync(() => Volatile.Read(ref isIn));
            Assert.Equal(PluginReloadOutcome.Replaced, (await provider.Registry.ReloadAsync("greeter:two", Token).WaitAsync(Limits.Patience, Token)).Outcome);
            await caller.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reload.WaitAsync(Limits.Patience, Token));
            Assert.Equal((PluginState.Ready, 1), (provider.Status("greeter:one").State, provider.Status("greeter:one").Generation));
        }
        finally
        {
            release.Set();
        }

        Volatile.Write(ref isBlocking, false);
        Assert.Equal(PluginReloadOutcome.Replaced, (await provider.Registry.ReloadAsync("greeter:one", Token)).Outcome);
    }

    [Fact]
    public async Task Reload_SourceCallsBackIntoTheRegistry_BothAreReloaded()
    {
        TestProvider? started = null;
        await using var provider = await TestProvider.StartAsync(o => o
            .AllowReload()
            .AddSource(new TestSource(() =>
            {
                started?.Registry.ReloadAsync("greeter:two", Token).WaitAsync(Limits.Patience, Token).GetAwaiter().GetResult();
                return ["one"];
            }))
            .AddRuntime(_ => _runtime)
            .Add("greeter:two", static _ => new CodePlugin()));
        started = provider;
        Assert.Equal(PluginReloadOutcome.Replaced, (await provider.Registry.ReloadAsync("greeter:one", Token)).Outcome);
        Assert.Equal((2, 2), (provider.Status("greeter:one").Generation, provider.Status("greeter:two").Generation));
    }

    private sealed class NullSource(bool isAll) : IPluginSource
    {
        public IEnumerable<DiscoveredPlugin> Find() => isAll ? null! : [null!];
    }
}

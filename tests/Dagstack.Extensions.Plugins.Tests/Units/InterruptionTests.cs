using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Units;

/// <summary>Units of work whose plugin stops, is replaced, dies or is not there.</summary>
public sealed class InterruptionTests
{
    private readonly TaskCompletionSource _inside = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("overlap")]
    [InlineData("stop_first")]
    public async Task Reload_WhileAUnitIsInside_CancelsItAtOnceAndItGoesOnFromItsCheckpoint(string mode)
    {
        using var folders = new PluginFolders().Add("pages", "PagedImporter", $"reload = \"{mode}\"{UnitHost.Declared}", "importer");
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root).AllowReload());
        var (plugin, unit) = (new PluginId("importer", "pages"), new TestUnit());

        var run = provider.RunAsync(plugin, UnitHost.Args(5, holdAfter: 2), unit);
        await Wait.UntilAsync(() => unit.Progress.Said.Count == 2);
        var reload = await provider.Registry.ReloadAsync("importer:pages", Token).WaitAsync(Limits.Patience, Token);
        var interrupted = await Assert.ThrowsAsync<UnitInterruptedException>(() => run);

        Assert.Equal((PluginReloadOutcome.Replaced, false), (reload.Outcome, interrupted.Died));
        Assert.Equal((plugin, "u1"), (interrupted.Plugin, interrupted.UnitId));
        Assert.Equal("""{"from":2,"pages":5}""", await provider.RunAsync(plugin, UnitHost.Args(5, holdAfter: 2), unit));
        Assert.Equal(["1", "2", "3", "4", "5"], unit.Progress.Said);
        await Wait.UntilAsync(() => provider.Status("importer:pages").LastReload?.Unload == PluginUnloadOutcome.Unloaded);
    }

    [Fact]
    public async Task Teardown_PluginThatThrowsSomethingElse_IsAnInterruption()
    {
        await using var provider = await UnitHost.StartAsync(new()
        {
            OnImport = async (_, token) =>
            {
                _inside.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                throw new IOException("The connection was closed.");
            },
        });

        var run = provider.RunAsync(UnitHost.One, UnitHost.Args(1));
        await _inside.Task.WaitAsync(Limits.Patience, Token);
        await provider.Registry.TeardownPluginAsync(UnitHost.One, Token).WaitAsync(Limits.Patience, Token);

        Assert.False((await Assert.ThrowsAsync<UnitInterruptedException>(() => run)).Died);
        var after = await Assert.ThrowsAsync<UnitInterruptedException>(() => provider.RunAsync(UnitHost.One, UnitHost.Args(1)));
        Assert.Contains("the plugin is stopped", after.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Teardown_UnitOfItsOwn_IsCancelledToo()
    {
        await using var provider = await UnitHost.StartAsync(new CodeUnits
        {
            OnRun = async (_, _, token) =>
            {
                _inside.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                return null;
            },
        });

        var run = provider.RunAsync(UnitHost.One, UnitHost.Args(1));
        await _inside.Task.WaitAsync(Limits.Patience, Token);
        Assert.Equal(1, provider.Status("importer:one").CallsInFlight);
        await provider.Registry.TeardownPluginAsync(UnitHost.One, Token).WaitAsync(Limits.Patience, Token);

        await Assert.ThrowsAsync<UnitInterruptedException>(() => run);
        Assert.Equal(PluginState.Stopped, provider.Status("importer:one").State);
    }

    [Fact]
    public async Task Teardown_UnitThatHeedsNothing_IsLeftAndItsSavesAreRefused()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var late = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await TestProvider.StartAsync(o => o.Add(UnitHost.ManifestOf(UnitHost.One, teardown: TimeSpan.FromSeconds(1)), new CodeUnits
        {
            OnRun = async (_, unit, _) =>
            {
                _inside.SetResult();
                await go.Task;
                late.SetResult(await Record.ExceptionAsync(() => unit.Checkpoint.SaveAsync("page", new byte[] { 9 }, Token)));
                unit.Progress.Report(1, "late");
                return null;
            },
        }));
        var unit = new TestUnit();

        var run = provider.RunAsync(UnitHost.One, UnitHost.Args(1), unit);
        await _inside.Task.WaitAsync(Limits.Patience, Token);
        await Assert.ThrowsAsync<TeardownErrorsException>(() => provider.Registry.TeardownPluginAsync(UnitHost.One, Token).WaitAsync(Limits.Patience, Token));

        Assert.Contains("has not heeded that", (await Assert.ThrowsAsync<UnitInterruptedException>(() => run)).Message, StringComparison.Ordinal);
        Assert.Equal(PluginState.Leaked, provider.Status("importer:one").State);
        go.SetResult();
        Assert.Contains("'u1' of the plugin 'importer:one' has ended, and its checkpoint 'page' was not changed", Assert.IsType<InvalidOperationException>(await late.Task.WaitAsync(Limits.Patience, Token)).Message, StringComparison.Ordinal);
        Assert.Null(await unit.PageAsync());
        Assert.Empty(unit.Progress.Said);
    }

    [Fact]
    public async Task Death_OfTheInstance_SaysThatItDied()
    {
        var runtime = new Runtimes.TestRuntime
        {
            OnCreate = (_, _) => Task.FromResult(new Runtimes.TestInstance(new CodeUnits
            {
                OnRun = async (_, _, token) =>
                {
                    _inside.TrySetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                    return null;
                },
            })),
        };
        await using var provider = await TestProvider.StartAsync(o => o.AddSource(new Runtimes.TestSource(static () => ["one"], static () => UnitHost.Declared, "importer")).AddRuntime(_ => runtime));

        var run = provider.RunAsync(UnitHost.One, UnitHost.Args(1));
        await _inside.Task.WaitAsync(Limits.Patience, Token);
        runtime.Last.Die("its process has ended with exit code 3.");
        var interrupted = await Assert.ThrowsAsync<UnitInterruptedException>(() => run);

        Assert.Equal((true, "its process has ended with exit code 3."), (interrupted.Died, interrupted.Reason));
        Assert.False((await Assert.ThrowsAsync<UnitInterruptedException>(() => provider.RunAsync(UnitHost.One, UnitHost.Args(1)))).Died);
    }

    [Fact]
    public async Task Run_BeforeTheStart_IsAnInterruptionThatNamesTheState()
    {
        await using var provider = TestProvider.Build(o => o.Add(UnitHost.ManifestOf(UnitHost.One), new CodeImporter()));

        Assert.Contains("the plugin is discovered", (await Assert.ThrowsAsync<UnitInterruptedException>(() => provider.RunAsync(UnitHost.One, UnitHost.Args(1)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AnotherPluginThatItCallsIsDown_IsAFailureOfItsOwn()
    {
        TestProvider provider = null!;
        provider = await UnitHost.StartAsync(
            new()
            {
                OnImport = async (_, token) =>
                {
                    await provider.Services.GetRequiredKeyedService<IImporter>("importer:two").ImportAsync(new() { Pages = 1 }, token);
                    return new(0, 0);
                },
            },
            o => o.Add("importer:two", new CodeImporter()));
        await using var _ = provider;
        await provider.Registry.TeardownPluginAsync(new("importer", "two"), Token);

        var fault = await Assert.ThrowsAsync<PluginUnavailableException>(() => provider.RunAsync(UnitHost.One, UnitHost.Args(1)));

        Assert.Equal("importer:two", fault.Plugin.ToString());
    }
}

using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>Instances that die while something else is going on.</summary>
public sealed class DeathTests : DyingPlugin
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Death_WhileAReloadOverlaps_TheNewOneServesOrTheRestartComes(bool doesReloadSucceed)
    {
        await using var provider = await StartAsync(Runtime);
        var made = new TaskCompletionSource<TestInstance>(TaskCreationOptions.RunContinuationsAsynchronously);
        Runtime.OnCreate = (_, _) => made.Task;
        var old = Runtime.Last;
        var reload = provider.Registry.ReloadAsync("greeter:one", Token);
        await Wait.UntilAsync(() => Runtime.Asked == 2);
        old.Die();
        Assert.Equal(PluginState.Unavailable, provider.Status("greeter:one").State);
        Assert.Throws<PluginUnavailableException>(() => provider.Greeter("one").Greet("x"));
        Runtime.OnCreate = static (number, _) => Task.FromResult(new TestInstance(number));
        if (doesReloadSucceed)
        {
            made.SetResult(new(2));
            Assert.Equal(PluginReloadOutcome.Replaced, (await reload).Outcome);
            Assert.Equal("2: x", provider.Greeter("one").Greet("x"));
            Time.Advance(TimeSpan.FromHours(1));
            Assert.Equal(2, Runtime.Asked);
        }
        else
        {
            made.SetException(new InvalidOperationException("no luck"));
            Assert.Equal(PluginReloadOutcome.Failed, (await reload).Outcome);
            Assert.Equal((PluginState.Unavailable, "it is dead. It is started again in 0.5 s."), (provider.Status("greeter:one").State, provider.Status("greeter:one").Reason));
            Time.Advance(TimeSpan.FromSeconds(0.5));
            await Wait.UntilAsync(() => provider.Status("greeter:one").State == PluginState.Ready);
            Assert.Equal("3: x", provider.Greeter("one").Greet("x"));
        }

        await Wait.UntilAsync(() => old.Ends > 0);
        Assert.Equal(1, old.Ends);
    }

    [Fact]
    public async Task Death_InSetupThatSucceeds_IsADeathOnceItIsReady()
    {
        Runtime.OnCreate = static (number, _) => Task.FromResult(new TestInstance(number)
        {
            OnSetup = instance =>
            {
                if (number == 1)
                {
                    instance.Die();
                }

                return default;
            },
        });
        await using var provider = await StartAsync(Runtime);
        Assert.Equal("it is dead. It is started again in 0.5 s.", provider.Status("greeter:one").Reason);
        Time.Advance(TimeSpan.FromSeconds(0.5));
        await ReadyAsync(provider, 2);
        Assert.Equal(1, Runtime.Made[0].Ends);
    }

    [Fact]
    public async Task Death_InSetupThatFails_IsAFailedStart()
    {
        Runtime.OnCreate = static (number, _) => Task.FromResult(new TestInstance(number)
        {
            OnSetup = instance =>
            {
                instance.Die();
                throw new PluginLoadException(One, "its process ended during setup.");
            },
        });
        await using var provider = await StartAsync(Runtime);
        Assert.Equal((PluginState.Unavailable, "its process ended during setup."), (provider.Status("greeter:one").State, provider.Status("greeter:one").Reason));
        Assert.Equal(1, Runtime.Last.Ends);
    }

    [Fact]
    public async Task Death_InSetupThatWaits_IsAFailedStartAtOnce()
    {
        Runtime.OnCreate = static (number, _) => Task.FromResult(new TestInstance(number)
        {
            OnSetupWith = static async (instance, cancellationToken) =>
            {
                instance.Die("its process has ended with exit code 3.");
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            },
        });
        await using var provider = await StartAsync(Runtime);
        var status = provider.Status("greeter:one");
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.PluginLoadError, "its process has ended with exit code 3."), (status.State, status.Code, status.Reason));
        Assert.Equal(1, Runtime.Last.Ends);
    }

    [Fact]
    public async Task Death_EndOfTheDeadOneHangs_TheNextWaitsForIt()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Runtime.OnCreate = (number, _) => Task.FromResult(new TestInstance(number) { OnEnd = _ => number == 1 ? new(release.Task) : default });
        await using var provider = await StartAsync(Runtime);
        await DieAsync(provider, "it is dead. It is started again in 0.5 s.");
        await Wait.UntilAsync(() => Runtime.Last.Ends == 1);
        Time.Advance(TimeSpan.FromSeconds(0.5));
        await Wait.UntilAsync(() => provider.Status("greeter:one").State == PluginState.Starting);
        Assert.Equal(1, Runtime.Asked);
        release.SetResult();
        await ReadyAsync(provider, 2);
    }

    [Theory]
    [InlineData("overlap")]
    [InlineData("stop_first")]
    public async Task Death_AtAnyMomentOfAReload_EveryInstanceEndsOnce(string mode)
    {
        var runtime = new TestRuntime { RestartOptions = new() { StableAfter = TimeSpan.Zero } };
        await using (var provider = await TestProvider.StartAsync(o => o.AllowReload().AddSource(new TestSource(static () => ["one"], () => $"reload = \"{mode}\"")).AddRuntime(_ => runtime)))
        {
            for (var round = 0; round < 200; round++)
            {
                await Wait.UntilAsync(() => provider.Status("greeter:one").State == PluginState.Ready);
                var (instance, reload) = (runtime.Last, provider.Registry.ReloadAsync("greeter:one", Token));
                Thread.SpinWait(round * 50);
                instance.Die();
                await reload;
            }
        }

        Assert.All(runtime.Made, static instance => Assert.Equal(1, instance.Ends));
    }
}

using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>Instances that die, and when they are replaced.</summary>
public sealed class RestartTests : DyingPlugin
{
    [Fact]
    public async Task Death_EarlyEachTime_WaitsLongerUpToTheLongestPause()
    {
        await using var provider = await StartAsync(Runtime);
        foreach (var seconds in new[] { 0.5, 1, 2, 4, 8, 16, 30, 30 })
        {
            await DieAsync(provider, $"it is dead. It is started again in {seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)} s.");
            var made = Runtime.Made.Count;
            Time.Advance(TimeSpan.FromSeconds(seconds - 0.001));
            Assert.Equal((made, PluginState.Unavailable), (Runtime.Made.Count, provider.Status("greeter:one").State));
            Time.Advance(TimeSpan.FromSeconds(0.001));
            await ReadyAsync(provider, made + 1);
        }
    }

    [Fact]
    public async Task Death_AfterTenSeconds_StartsAtOnceAndAfterSixtyCountsAnew()
    {
        await using var provider = await StartAsync(Runtime);
        await DieAndWaitAsync(provider, 0.5);
        await DieAndWaitAsync(provider, 1);
        Time.Advance(TimeSpan.FromSeconds(10));
        Runtime.Last.Die();
        await ReadyAsync(provider, 4);
        await DieAndWaitAsync(provider, 2);
        Time.Advance(TimeSpan.FromSeconds(60));
        Runtime.Last.Die();
        await ReadyAsync(provider, 6);
        await DieAndWaitAsync(provider, 0.5);
    }

    [Fact]
    public async Task Death_StartsThatFail_AreTriedAgainWithLongerPauses()
    {
        await using var provider = await StartAsync(Runtime);
        Runtime.OnCreate = static (number, _) => number < 4 ? throw new InvalidOperationException("no luck") : Task.FromResult(new TestInstance(number));
        await DieAsync(provider, "it is dead. It is started again in 0.5 s.");
        Time.Advance(TimeSpan.FromSeconds(0.5));
        await Wait.UntilAsync(() => provider.Status("greeter:one").Reason?.Contains("no luck", StringComparison.Ordinal) == true);
        var waited = 0.0;
        await Wait.UntilAsync(() =>
        {
            // Not while it starts, which has its time too.
            if (provider.Status("greeter:one").State == PluginState.Unavailable)
            {
                Time.Advance(TimeSpan.FromSeconds(0.1));
                waited += 0.1;
            }

            return provider.Status("greeter:one").IsServing;
        });
        Assert.Equal((4, "4: x"), (Runtime.Asked, provider.Greeter("one").Greet("x")));
        Assert.True(waited > 2.9, $"{waited} s");
    }

    [Fact]
    public async Task Death_NoRestartWanted_StaysUnavailable()
    {
        await using var provider = await StartAsync(new TestRuntime(), out var runtime);
        runtime.Last.Die("it ended with exit code 3.");
        Time.Advance(TimeSpan.FromDays(1));
        var status = provider.Status("greeter:one");
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.PluginUnavailable, "it ended with exit code 3."), (status.State, status.Code, status.Reason));
        Assert.Contains("exit code 3", Assert.Throws<PluginUnavailableException>(() => provider.Greeter("one").Greet("x")).Message, StringComparison.Ordinal);
        await Wait.UntilAsync(() => runtime.Last.Ends == 1);
        Assert.Equal(1, runtime.Asked);
    }

    [Fact]
    public async Task Death_ToldTwice_IsOne()
    {
        await using var provider = await StartAsync(Runtime);
        var instance = Runtime.Last;
        await DieAsync(provider, "it is dead. It is started again in 0.5 s.");
        instance.Die("it is dead again.");
        Assert.Equal("it is dead. It is started again in 0.5 s.", provider.Status("greeter:one").Reason);
        Time.Advance(TimeSpan.FromSeconds(0.5));
        await ReadyAsync(provider, 2);
        instance.Die("it is dead again.");
        Assert.Equal((PluginState.Ready, "it is dead.", 1), (provider.Status("greeter:one").State, instance.End, instance.Ends));
    }

    [Fact]
    public async Task Teardown_OfTheHost_CancelsTheRestart()
    {
        await using var provider = await StartAsync(Runtime);
        await DieAsync(provider, "it is dead. It is started again in 0.5 s.");
        await provider.Services.TeardownPluginsAsync(Token);
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((1, PluginState.Stopped, null), (Runtime.Asked, provider.Status("greeter:one").State, provider.Status("greeter:one").Reason));

        await provider.Services.SetupPluginsAsync(Token);
        await ReadyAsync(provider, 2);
        await DieAsync(provider, "it is dead. It is started again in 1 s.");
        Time.Advance(TimeSpan.FromSeconds(1));
        await ReadyAsync(provider, 3);
    }

    [Fact]
    public async Task Teardown_ByHandMeanwhile_CancelsTheRestart()
    {
        await using var provider = await StartAsync(Runtime);
        await DieAsync(provider, "it is dead. It is started again in 0.5 s.");
        var status = await provider.Registry.TeardownPluginAsync(One, Token);
        Assert.Equal((PluginState.Stopped, null), (status.State, status.Reason));
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((1, PluginState.Stopped), (Runtime.Asked, provider.Status("greeter:one").State));
        Assert.Equal(PluginState.Ready, (await provider.Registry.SetupPluginAsync(One, Token)).State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SetupOrReload_ByHandMeanwhile_IsTheOnlyStart(bool isReload)
    {
        await using var provider = await StartAsync(Runtime);
        await DieAsync(provider, "it is dead. It is started again in 0.5 s.");
        if (isReload)
        {
            Assert.Equal(PluginReloadOutcome.Started, (await provider.Registry.ReloadAsync("greeter:one", Token)).Outcome);
        }
        else
        {
            Assert.Equal(PluginState.Ready, (await provider.Registry.SetupPluginAsync(One, Token)).State);
        }

        Time.Advance(TimeSpan.FromSeconds(1));
        await ReadyAsync(provider, 2);
        Assert.Equal(2, Runtime.Asked);
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Lifecycle;

/// <summary>What one plugin does wrong while it starts stays with that plugin.</summary>
public sealed class FaultySetupTests
{
    [Fact]
    public async Task Setup_BackgroundServiceFailsToStart_StartedOnesAreStoppedAndThePluginIsTornDown()
    {
        using var folders = new PluginFolders().Add("bad", "WorkerThatFailsToStart");
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal(["setup", "start first", "start second", "stop first", "teardown"], provider.Events.Events);
        Assert.Contains("second does not start", provider.Status("greeter:bad").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setup_ThrowsAndSoDoesDispose_TheReasonIsTheSetups()
    {
        await using var provider = await TestProvider.StartAsync(static o => o.Add("greeter:bad", static _ => new CodePlugin
        {
            OnSetup = static _ => throw new InvalidOperationException("the cause"),
            OnDispose = static () => throw new InvalidOperationException("the consequence"),
        }));
        Assert.Contains("the cause", provider.Status("greeter:bad").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setup_ThrowsAndDisposeNeverEnds_TheReasonIsTheSetups()
    {
        var time = new FakeTimeProvider();
        var events = new EventLog();
        await using var provider = TestProvider.Build(
            o => o.Add("greeter:bad", _ => new CodePlugin
            {
                OnSetup = static _ => throw new InvalidOperationException("the cause"),
                OnDisposeAsync = () =>
                {
                    events.Add("dispose");
                    return new(new TaskCompletionSource().Task);
                },
            }),
            services => services.AddSingleton<TimeProvider>(time));
        var setup = provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken);
        await events.WaitForAsync("dispose");
        time.Advance(TimeSpan.FromSeconds(30));
        await setup.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        var status = provider.Status("greeter:bad");
        Assert.Equal(PluginErrorCodes.PluginUnavailable, status.Code);
        Assert.Contains("its setup threw System.InvalidOperationException: the cause", status.Reason, StringComparison.Ordinal);
        Assert.Contains("has not been undone within 30 s", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setup_OverrunsAndThrowsFromItsCancellationCallback_IsUnavailable()
    {
        var time = new FakeTimeProvider();
        var events = new EventLog();
        var plugin = new CodePlugin
        {
            OnSetup = async cancellation =>
            {
                cancellation.Register(static () => throw new InvalidOperationException("from a callback"));
                events.Add("setup");
                await Task.Delay(Timeout.Infinite, cancellation);
            },
        };
        await using var provider = TestProvider.Build(o => o.Add("greeter:rude", plugin), services => services.AddSingleton<TimeProvider>(time));
        var setup = provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken);
        await events.WaitForAsync("setup");
        time.Advance(TimeSpan.FromSeconds(31));
        await setup.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        Assert.Equal("PluginTimeout", provider.Status("greeter:rude").Code);
    }

    [Fact]
    public async Task Setup_AfterALeak_DoesNotStartThePluginAgain()
    {
        var events = new EventLog();
        var plugin = new CodePlugin
        {
            OnSetup = Setup,
            OnTeardown = static async _ => await new TaskCompletionSource<bool>().Task,
        };
        await using var provider = await TestProvider.StartAsync(o => o.Add(new PluginManifest { Id = new("greeter", "stuck"), TeardownTimeout = TimeSpan.FromMilliseconds(1) }, plugin));
        await Assert.ThrowsAsync<TeardownErrorsException>(() => provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken));
        await provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["setup"], events.Events);
        Assert.Equal(PluginState.Leaked, provider.Status("greeter:stuck").State);

        ValueTask Setup(CancellationToken cancellation)
        {
            events.Add("setup");
            return default;
        }
    }

    [Fact]
    public async Task Setup_Cancelled_ThrowsWithTheCallersToken()
    {
        using var cancel = new CancellationTokenSource();
        var plugin = new CodePlugin
        {
            OnSetup = async cancellation =>
            {
                await cancel.CancelAsync();
                await Task.Delay(Timeout.Infinite, cancellation);
            },
        };
        await using var provider = TestProvider.Build(o => o.Add("greeter:slow", plugin));
        var error = await Assert.ThrowsAsync<OperationCanceledException>(() => provider.Services.SetupPluginsAsync(cancel.Token).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken));
        Assert.Equal(cancel.Token, error.CancellationToken);
    }
}

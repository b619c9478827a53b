using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>One plugin whose instances die, in a time that tests tell.</summary>
public abstract class DyingPlugin
{
    private protected static readonly PluginId One = new("greeter", "one");

    private protected FakeTimeProvider Time { get; } = new();

    private protected TestRuntime Runtime { get; } = new() { RestartOptions = new() { Jitter = 0 } };

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected Task<TestProvider> StartAsync(TestRuntime runtime, out TestRuntime same)
    {
        same = runtime;
        return StartAsync(runtime);
    }

    private protected Task<TestProvider> StartAsync(TestRuntime runtime) => TestProvider.StartAsync(
        o => o.AllowReload().AddSource(new TestSource(static () => ["one"])).AddRuntime(_ => runtime),
        services => services.AddSingleton<TimeProvider>(Time));

    private protected async Task DieAndWaitAsync(TestProvider provider, double seconds)
    {
        await DieAsync(provider, $"it is dead. It is started again in {seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)} s.");
        var made = Runtime.Made.Count;
        Time.Advance(TimeSpan.FromSeconds(seconds));
        await ReadyAsync(provider, made + 1);
    }

    private protected async Task DieAsync(TestProvider provider, string reason)
    {
        Runtime.Last.Die();
        var status = provider.Status("greeter:one");
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.PluginUnavailable, reason), (status.State, status.Code, status.Reason));
        await Assert.ThrowsAsync<PluginUnavailableException>(() => provider.Greeter("one").GreetAsync("x", Token));
    }

    private protected async Task ReadyAsync(TestProvider provider, int number)
    {
        await Wait.UntilAsync(() => Runtime.Made.Count == number && provider.Status("greeter:one").State == PluginState.Ready, $"ready: {number}");
        Assert.Equal($"{number}: x", provider.Greeter("one").Greet("x"));
    }
}

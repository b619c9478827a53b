using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Calls;

/// <summary>How the calls that a middleware plugin is around are counted for it.</summary>
public sealed class MiddlewareCountsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _inside = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cancellations_ThatCallersAskedFor_AreNoFailures()
    {
        await using var provider = await StartAsync();
        using var cancelled = new CancellationTokenSource();
        var call = Stages.Of(provider)["a"].CountAsync("x", 0, cancelled.Token);
        await _inside.Task.WaitAsync(Limits.Patience, Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal((1, 0, 1), Counts(provider));
    }

    [Fact]
    public async Task Deadline_ThatIsOver_IsAFailure()
    {
        await using var provider = await StartAsync();
        var call = PluginCalls.With(Stages.Of(provider)["a"], new() { Timeout = TimeSpan.FromSeconds(2) }).CountAsync("x", 0, Token);
        await _inside.Task.WaitAsync(Limits.Patience, Token);
        _time.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<PluginTimeoutException>(() => call);
        await Wait.UntilAsync(() => provider.Status("horizontal_middleware:guard").CallsInFlight == 0);
        Assert.Equal((1, 1, 0), Counts(provider));
    }

    [Fact]
    public async Task Cancellation_ThatNobodyAskedFor_IsAFailure()
    {
        await using var provider = await StartAsync(static _ => Task.FromCanceled<int>(new(canceled: true)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Stages.Of(provider)["a"].CountAsync("x", 0, Token));
        Assert.Equal((1, 1, 0), Counts(provider));
    }

    private static (long Calls, long Failures, long Cancellations) Counts(TestProvider provider) =>
        provider.Registry.Describe("horizontal_middleware:guard")!.Calls is var calls ? (calls.Calls, calls.Failures, calls.Cancellations) : default;

    private Task<TestProvider> StartAsync(Func<CancellationToken, Task<int>>? count = null) => TestProvider.StartAsync(
        o => o
            .Add("stage:a", new Stage("a") { OnCount = count ?? WaitAsync })
            .Add("horizontal_middleware:guard", new Guard()),
        services => services.AddSingleton<TimeProvider>(_time));

    private async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        _inside.SetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
        return 1;
    }

    private sealed class Guard : IPluginMiddleware
    {
        public ValueTask<object?> InvokeAsync(PluginCallContext call, PluginCallHandler next) => next(call);
    }
}

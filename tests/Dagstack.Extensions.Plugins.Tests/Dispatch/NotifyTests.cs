using System.Collections.Concurrent;
using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Dispatch;

/// <summary>broadcast_notify: all are told at the same time; nothing comes back; what they throw is logged.</summary>
public sealed class NotifyTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly ConcurrentQueue<string> _told = new();

    [Fact]
    public async Task Notify_AllPlugins_AreToldOnce()
    {
        await using var provider = await StartAsync(3, (i, news, _) => Tell($"{i} {news}"));
        await Stages.Of(provider).TellAsync("rain", _cancellation);
        await Stages.Of(provider).Tell("sun", _cancellation);
        Assert.Equal(["0 rain", "0 sun", "1 rain", "1 sun", "2 rain", "2 sun"], _told.Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Notify_SeveralPlugins_AreInItAtTheSameTime(bool sync)
    {
        using var all = new CountdownEvent(3);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await StartAsync(3, async (_, _, token) =>
        {
            if (all.Signal())
            {
                gate.SetResult();
            }

            await gate.Task.WaitAsync(Limits.Patience, token);
            _told.Enqueue("met");
        });
        await (sync ? Stages.Of(provider).Tell("x", _cancellation) : Stages.Of(provider).TellAsync("x", _cancellation));
        Assert.Equal(3, _told.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Notify_OneThrows_IsLoggedAndTheOthersAreTold(bool sync)
    {
        var logs = new TestLogs();
        await using var provider = await StartAsync(3, (i, news, _) => i == 1 ? throw new InvalidOperationException("deaf") : Tell($"{i} {news}"), logs);
        await (sync ? Stages.Of(provider).Tell("x", _cancellation) : Stages.Of(provider).TellAsync("x", _cancellation));
        Assert.Equal(["0 x", "2 x"], _told.Order());
        Assert.Equal("Error Dagstack.Extensions.Plugins[22] Plugin stage:s1 failed to take a notification: deaf", Assert.Single(logs.Lines, static line => line.Contains("notification", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Notify_Bounded_NeverTellsMoreAtATime()
    {
        var (inside, most) = (0, 0);
        await using var provider = await StartAsync(20, async (_, _, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        });
        await Stages.Of(provider).With(new() { MaxParallelism = 2 }).TellAsync("x", _cancellation);
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task Notify_CallerCancels_EndsWithoutAnError()
    {
        using var caller = new CancellationTokenSource();
        await using var provider = await StartAsync(3, async (i, news, token) =>
        {
            await caller.CancelAsync();
            token.ThrowIfCancellationRequested();
        });
        await Stages.Of(provider).TellAsync("x", caller.Token);
        await Stages.Of(provider).Tell("x", caller.Token);
    }

    [Fact]
    public async Task Notify_UnavailablePlugins_ArePassedOver()
    {
        await using var provider = await StartAsync(2, (i, news, _) => Tell($"{i} {news}"));
        await provider.Registry.TeardownPluginAsync(new("stage", "s0"), _cancellation);
        await Stages.Of(provider).TellAsync("x", _cancellation);
        Assert.Equal(["1 x"], _told);
    }

    [Fact]
    public async Task Notify_ByDelegate_DoesTheSameAndRefusesHooksOfOtherClasses()
    {
        await using var provider = await StartAsync(2, (i, news, _) => Tell($"{i} {news}"));
        var stages = Stages.Of(provider);
        await stages.NotifyAsync(static stage => stage.Tell("x"), _cancellation);
        await stages.NotifyAsync(static (stage, token) => stage.TellAsync("y", token), _cancellation);
        await stages.NotifyAsync(static async (stage, token) => await stage.TellAsync("z", token), _cancellation);
        Assert.Equal(["0 x", "0 y", "0 z", "1 x", "1 y", "1 z"], _told.Order());
        await Assert.ThrowsAsync<DispatchMismatchException>(() => stages.NotifyAsync(static stage => _ = stage.Handle("x"), _cancellation));
    }

    private Task Tell(string text)
    {
        _told.Enqueue(text);
        return Task.CompletedTask;
    }

    private static Task<TestProvider> StartAsync(int count, Func<int, string, CancellationToken, Task> tell, TestLogs? logs = null) => TestProvider.StartAsync(
        o =>
        {
            for (var i = 0; i < count; i++)
            {
                var number = i;
                o.Add(Stages.Manifest($"s{i}"), new Stage($"s{i}") { OnTell = (news, token) => tell(number, news, token) });
            }
        },
        services =>
        {
            if (logs is not null)
            {
                services.AddLogging(builder => builder.AddProvider(logs));
            }
        });
}

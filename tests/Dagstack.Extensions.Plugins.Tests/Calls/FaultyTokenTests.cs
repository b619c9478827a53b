using System.Runtime.CompilerServices;
using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Calls;

/// <summary>What plugins do with their tokens: callbacks that throw or block, tokens that are ignored. A deadline is kept all the same.</summary>
/// <remarks>What would be thrown on a timer's thread, and end the process, comes out of the advance of the clock here.</remarks>
public sealed class FaultyTokenTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _inside = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Deadline_CallbackThrowsOrBlocks_TheCallerGetsATimeoutAtOnce(bool throws)
    {
        using var release = new ManualResetEventSlim();
        await using var provider = await StartAsync(new Stage("a")
        {
            OnCount = async token =>
            {
                token.Register(() =>
                {
                    if (throws)
                    {
                        throw new InvalidTimeZoneException("a callback");
                    }

                    release.Wait(_cancellation);
                });
                _inside.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
                return 1;
            },
        });
        var call = Stages.Of(provider)["a"].CountAsync("x", cancellationToken: _cancellation);
        await _inside.Task;
        _time.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<PluginTimeoutException>(() => call.WaitAsync(Limits.Patience, _cancellation));
        release.Set();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Collect_OneFails_CallbacksOfOthersThatThrowOrBlockAreNotTheCallers(bool throws)
    {
        using var release = new ManualResetEventSlim();
        await using var provider = await TestProvider.StartAsync(o => o
            .Add("stage:a", new Stage("a") { OnCount = Registered })
            .Add("stage:b", new Stage("b") { OnCount = FailAsync }));
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Stages.Of(provider).CountAsync("x", cancellationToken: _cancellation).WaitAsync(Limits.Patience, _cancellation));
        release.Set();

        Task<int> Registered(CancellationToken token)
        {
            var cancelled = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            token.Register(() => cancelled.SetCanceled(token));
            token.Register(() =>
            {
                if (throws)
                {
                    throw new InvalidOperationException("a callback");
                }

                release.Wait(_cancellation);
            });
            _inside.SetResult();
            return cancelled.Task;
        }

        async Task<int> FailAsync(CancellationToken token)
        {
            await _inside.Task;
            throw new InvalidTimeZoneException("no time");
        }
    }

    [Fact]
    public async Task Deadline_OfASynchronousHookThatIsLate_IsATimeout()
    {
        await using var provider = await StartAsync(new Stage("a")
        {
            OnHandle = text =>
            {
                _time.Advance(TimeSpan.FromSeconds(text == "late" ? 2 : 1));
                return text;
            },
        });
        var stage = Stages.Of(provider)["a"];
        Assert.Equal("in time", stage.Handle("in time"));
        var error = Assert.Throws<PluginTimeoutException>(() => stage.Handle("late"));
        Assert.Equal(("stage:a", "Handle", TimeSpan.FromSeconds(2)), (error.Plugin.ToString(), error.Operation, error.Timeout));
    }

    [Fact]
    public async Task Deadline_OfAStreamThatIgnoresItsToken_IsDeliveredAndTheStreamEndsLater()
    {
        var (release, ended) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var provider = await StartAsync(new Deaf(_inside, release, ended));
        using var scope = CallMetadata.Begin(CallMetadata.TenantId, "t1");
        var items = Stages.Of(provider)["a"].Split("x", _cancellation).GetAsyncEnumerator(_cancellation);
        Assert.True(await items.MoveNextAsync());
        var next = items.MoveNextAsync();
        await _inside.Task;
        _time.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<PluginTimeoutException>(() => next.AsTask().WaitAsync(Limits.Patience, _cancellation));
        await items.DisposeAsync().AsTask().WaitAsync(Limits.Patience, _cancellation);

        // It is a call in flight until it has ended by itself.
        var stop = provider.Registry.TeardownPluginAsync(new("stage", "a"), _cancellation);
        Assert.False(stop.IsCompleted);
        release.SetResult();
        Assert.Equal("t1", await ended.Task.WaitAsync(Limits.Patience, _cancellation));
        Assert.Equal(PluginState.Stopped, (await stop.WaitAsync(Limits.Patience, _cancellation)).State);
    }

    [Fact]
    public async Task Stream_LeftEarly_ItsFinallyHasTheMetadataOfTheCall()
    {
        var (release, ended) = (new TaskCompletionSource(), new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var provider = await StartAsync(new Deaf(_inside, release, ended));
        var stage = PluginCalls.With(Stages.Of(provider)["a"], new() { Metadata = new Dictionary<string, object?> { [CallMetadata.TenantId] = "t2" } });
        await foreach (var _ in stage.Split("x", _cancellation))
        {
            break;
        }

        Assert.Equal("t2", await ended.Task.WaitAsync(Limits.Patience, _cancellation));
        Assert.Empty(CallMetadata.Current);
    }

    private Task<TestProvider> StartAsync(IStage stage) => TestProvider.StartAsync(
        o => o.Add("stage:a", stage).ForKind("stage", static kind => kind.Timeout = TimeSpan.FromSeconds(2)),
        services => services.AddSingleton<TimeProvider>(_time));

    /// <summary>A stage whose stream goes on when a test says so, whatever its token says.</summary>
    private sealed class Deaf(TaskCompletionSource inside, TaskCompletionSource release, TaskCompletionSource<object?> ended) : IStage
    {
        public async IAsyncEnumerable<string> Split(string text, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            try
            {
                yield return text;
                inside.SetResult();
                await release.Task;
                yield return text;
            }
            finally
            {
                ended.SetResult(CallMetadata.Current.GetValueOrDefault(CallMetadata.TenantId));
            }
        }

        int IStage.Weight => 0;

        string IStage.Describe(string topic) => topic;

        Task<int> IStage.CountAsync(string topic, int from, CancellationToken cancellationToken) => Task.FromResult(0);

        ValueTask<string> IStage.NameAsync() => new("deaf");

        void IStage.Tell(string news)
        {
        }

        Task IStage.TellAsync(string news, CancellationToken cancellationToken) => Task.CompletedTask;

        string IStage.Clean(string text, string mark) => text;

        ChainResult<int> IStage.Step(int number) => number;

        Task<string> IStage.CleanAsync(string text, string mark, CancellationToken cancellationToken) => Task.FromResult(text);

        ValueTask<ChainResult<int>> IStage.StepAsync(int number, CancellationToken cancellationToken) => new(number);

        string IStage.Handle(string text) => text;
    }
}

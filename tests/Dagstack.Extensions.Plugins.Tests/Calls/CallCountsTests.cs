using System.Diagnostics.Metrics;
using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Calls;

/// <summary>How often a plugin was called, how often that failed and how long it took, which is counted whether or not anybody listens.</summary>
public sealed class CallCountsTests
{
    private static readonly PluginId s_id = new("stage", "a");

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<bool> Listening => [false, true];

    [Theory]
    [MemberData(nameof(Listening))]
    public async Task Counts_OfManyCallersAtOnce_AreExact(bool isListening)
    {
        using var listener = Listen(isListening);
        await using var provider = await StartAsync(new Stage("a") { OnHandle = static text => text == "bad" ? throw new FormatException(text) : text });
        var stage = Stages.Of(provider)["a"];
        const int Callers = 8, Rounds = 2_000;

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(
            async () =>
            {
                for (var round = 0; round < Rounds; round++)
                {
                    stage.Handle("good");
                    Assert.Throws<FormatException>(() => stage.Handle("bad"));
                    await stage.CleanAsync("x", "-", Token);
                }
            },
            Token)));

        var calls = Calls(provider);
        Assert.Equal((Callers * Rounds * 3, Callers * Rounds, 0), (calls.Calls, calls.Failures, calls.Cancellations));
        Assert.InRange(calls.Timed, 64, calls.Calls);
        Assert.True(calls.MaxDuration >= calls.MeanDuration && calls.MaxDuration > TimeSpan.Zero, $"{calls.MeanDuration} {calls.MaxDuration}");
    }

    [Theory]
    [MemberData(nameof(Listening))]
    public async Task Failures_OfEveryShape_AreCountedOnce(bool isListening)
    {
        using var listener = Listen(isListening);
        var fault = new InvalidOperationException("no");
        var end = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = new Queue<Func<Task<int>>>([() => throw fault, () => Task.FromException<int>(fault), () => end.Task, () => Task.FromCanceled<int>(new CancellationToken(canceled: true))]);
        await using var provider = await StartAsync(new Stage("a")
        {
            OnCount = _ => count.Dequeue()(),
            OnStep = _ => throw fault,
            OnTell = (_, _) => Task.FromException(fault),
            OnHandle = _ => throw fault,
        });
        var stage = Stages.Of(provider)["a"];

        Assert.Throws<InvalidOperationException>(() => stage.Handle("x"));
        Assert.Throws<InvalidOperationException>(() => stage.Tell("x"));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await stage.StepAsync(1, Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => stage.TellAsync("x", Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => stage.CountAsync("x", 0, Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => stage.CountAsync("x", 0, Token));
        var later = stage.CountAsync("x", 0, Token);
        end.SetException(fault);
        await Assert.ThrowsAsync<InvalidOperationException>(() => later);

        // A cancellation that nobody has asked for is a failure like others.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stage.CountAsync("x", 0, CancellationToken.None));

        Assert.Equal("a", await stage.NameAsync());
        Assert.Equal((9, 8, 0), Summary(provider));
    }

    [Theory]
    [MemberData(nameof(Listening))]
    public async Task Cancellations_ThatCallersAskedFor_AreNoFailures(bool isListening)
    {
        using var listener = Listen(isListening);
        var inside = new SemaphoreSlim(0);
        await using var provider = await StartAsync(new Stage("a")
        {
            OnCount = async token =>
            {
                inside.Release();
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
                return 1;
            },
        });
        using var cancelled = new CancellationTokenSource();
        var call = Stages.Of(provider)["a"].CountAsync("x", 0, cancelled.Token);
        await inside.WaitAsync(Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Stages.Of(provider)["a"].CountAsync("x", 0, cancelled.Token));

        Assert.Equal((2, 0, 2), Summary(provider));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Deadline_ThatIsOver_IsAFailure(bool observes)
    {
        var (inside, release) = (new SemaphoreSlim(0), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var provider = await StartAsync(new Stage("a")
        {
            OnCount = async token =>
            {
                inside.Release();
                await (observes ? Task.Delay(Timeout.InfiniteTimeSpan, _time, token) : release.Task);
                return 1;
            },
        });
        var call = PluginCalls.With(Stages.Of(provider)["a"], new() { Timeout = TimeSpan.FromSeconds(2) }).CountAsync("x", 0, Token);
        await inside.WaitAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<PluginTimeoutException>(() => call);
        release.SetResult();

        await Wait.UntilAsync(() => provider.Status("stage:a").CallsInFlight == 0);
        Assert.Equal((1, 1, 0), Summary(provider));
    }

    [Theory]
    [MemberData(nameof(Listening))]
    public async Task Streams_AreOneCallUntilTheyAreDisposed(bool isListening)
    {
        using var listener = Listen(isListening);
        await using var provider = await StartAsync(new Stage("a") { OnHandle = static text => text == "bad" ? throw new FormatException(text) : text });
        var stage = Stages.Of(provider)["a"];
        var unused = stage.Split("a b", Token);
        Assert.Equal((0, 0, 0), Summary(provider));

        Assert.Equal(["a", "b"], await unused.ToListAsync(Token));
        await Assert.ThrowsAsync<FormatException>(async () => await stage.Split("a bad c", Token).ToListAsync(Token));
        var left = stage.Split("a b", Token).GetAsyncEnumerator(Token);
        Assert.True(await left.MoveNextAsync());
        Assert.Equal((2L, 1L), (Calls(provider).Timed, provider.Status("stage:a").CallsInFlight));
        await left.DisposeAsync();
        using var cancelled = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in stage.Split("a b c", cancelled.Token))
            {
                await cancelled.CancelAsync();
            }
        });

        Assert.Equal((4, 1, 1), Summary(provider));
        Assert.Equal((4L, 0L), (Calls(provider).Timed, provider.Status("stage:a").CallsInFlight));
    }

    [Fact]
    public async Task Stream_PastItsDeadline_IsAFailure()
    {
        await using var provider = await StartAsync(new Stage("a")
        {
            OnHandle = text =>
            {
                _time.Advance(TimeSpan.FromSeconds(2));
                return text;
            },
        });
        var stage = PluginCalls.With(Stages.Of(provider)["a"], new() { Timeout = TimeSpan.FromSeconds(2) });
        await Assert.ThrowsAsync<PluginTimeoutException>(async () => await stage.Split("a b", Token).ToListAsync(Token));
        await Wait.UntilAsync(() => provider.Status("stage:a").CallsInFlight == 0);
        Assert.Equal((1, 1, 0), Summary(provider));
    }

    [Fact]
    public async Task Durations_OfSlowCalls_AreThoseOfEachCall()
    {
        await using var provider = await StartAsync(new Stage("a")
        {
            OnHandle = static text =>
            {
                Thread.Sleep(TimeSpan.FromMilliseconds(1));
                return text;
            },
        });
        for (var i = 0; i < 100; i++)
        {
            Stages.Of(provider)["a"].Handle("x");
        }

        var calls = Calls(provider);
        Assert.Equal((100, 100), (calls.Calls, calls.Timed));
        Assert.True(calls.MeanDuration >= TimeSpan.FromMilliseconds(0.9) && calls.MaxDuration >= calls.MeanDuration, $"{calls.MeanDuration} {calls.MaxDuration}");
    }

    [Fact]
    public async Task Durations_OfCallsThatTakeNothing_AreOfTheFirstAndThenOfOneASecond()
    {
        await using var provider = await StartAsync(new Stage("a") { OnHandle = static text => text });
        var stage = Stages.Of(provider)["a"];
        long timed;
        do
        {
            timed = Calls(provider).Timed;
            stage.Handle("x");
        }
        while (Calls(provider).Timed > timed);

        Assert.InRange(timed, 64, long.MaxValue);
        for (var i = 0; i < 1_000; i++)
        {
            stage.Handle("x");
        }

        Assert.Equal(timed, Calls(provider).Timed);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Wait.UntilAsync(() =>
        {
            stage.Handle("x");
            return Calls(provider).Timed > timed;
        });
    }

    [Fact]
    public async Task Counts_AreOfThePlugin_NotOfItsInstances()
    {
        using var plugins = new Reload.ReloadablePlugins().Write("one", 1);
        await using var provider = await TestProvider.StartAsync(o => o.AllowReload().Discover(plugins.Root));
        Assert.Equal((0, null, null), (Calls(provider, "greeter:one").Calls, Calls(provider, "greeter:one").MeanDuration, Calls(provider, "greeter:one").MaxDuration));
        for (var version = 2; version <= 4; version++)
        {
            provider.Greeter("one").Greet("x");
            plugins.Write("one", version);
            Assert.Equal(PluginUnloadOutcome.Unloaded, (await provider.Registry.ReloadAsync("greeter:one", Token)).Unload);
        }

        provider.Greeter("one").Greet("x");
        Assert.Equal(4, Calls(provider, "greeter:one").Calls);
        await provider.Registry.TeardownPluginAsync("greeter:one", Token);
        Assert.Throws<PluginUnavailableException>(() => provider.Greeter("one").Greet("x"));
        Assert.Equal((4, 0), (Calls(provider, "greeter:one").Calls, Calls(provider, "greeter:one").Failures));
    }

    [Fact]
    public async Task HealthChecks_AreNoCalls()
    {
        await using var provider = await TestProvider.StartAsync(
            static o => o.Add("greeter:patient", new Patient()),
            services => services.AddSingleton<TimeProvider>(_time));
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            await Wait.UntilAsync(() => provider.Registry.Describe("greeter:patient")!.Health!.At == _time.GetUtcNow());
        }

        provider.Greeter("patient").Greet("x");
        Assert.Equal(1, Calls(provider, "greeter:patient").Calls);
    }

    private static MeterListener? Listen(bool isListening)
    {
        if (!isListening)
        {
            return null;
        }

        var listener = new MeterListener { InstrumentPublished = static (instrument, self) => { if (instrument.Meter.Name == "Dagstack.Plugins") { self.EnableMeasurementEvents(instrument); } } };
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
        listener.Start();
        return listener;
    }

    private static PluginCallCounts Calls(TestProvider provider, string id = "stage:a") => provider.Registry.Describe(id)!.Calls;

    private static (long Calls, long Failures, long Cancellations) Summary(TestProvider provider) => Calls(provider) is var calls ? (calls.Calls, calls.Failures, calls.Cancellations) : default;

    private Task<TestProvider> StartAsync(Stage stage) => TestProvider.StartAsync(o => o.Add(new PluginManifest { Id = s_id }, stage), services => services.AddSingleton<TimeProvider>(_time));

    private sealed class Patient : IGreeter, IPluginHealth
    {
        public string Greet(string name) => name;

        public ValueTask<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken) => new(HealthCheckResult.Healthy());
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>An application whose sink of progress or whose log throws, or does not come back: its plugins answer all the same.</summary>
public sealed class SlowApplicationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = "Needs python3.")]
    public async Task Progress_SinkThrows_IsSaidAndTheCallHasItsAnswer()
    {
        await using var host = await CalcHost.StartAsync(new() { Options = static options => options.UseProgress(static (_, _) => new Sink(static () => throw new InvalidOperationException("no room"))) });

        Assert.Equal("progress:a", await host.Calc.DoAsync("progress:a", Token));

        await host.Logs.WaitForAsync("no room");
        Assert.Contains(host.Logs.Lines, static line => line.Contains("it was not taken", StringComparison.Ordinal));
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = "Needs python3.")]
    public async Task Progress_SinkBlocks_CallsAreAnswered()
    {
        using var gate = new ManualResetEventSlim();
        var sink = new Sink(gate.Wait);
        await using var host = await CalcHost.StartAsync(new() { Options = options => options.UseProgress((_, _) => sink) });
        try
        {
            Assert.Equal("progress:a", await host.Calc.DoAsync("progress:a", Token).WaitAsync(Limits.Patience, Token));
            Assert.Equal(3, await host.Calc.AddAsync(1, 2, Token).WaitAsync(Limits.Patience, Token));
            Assert.Equal("progress:b", await host.Calc.DoAsync("progress:b", Token).WaitAsync(Limits.Patience, Token));
            Assert.Equal(1, sink.Count);
        }
        finally
        {
            gate.Set();
        }

        await Wait.UntilAsync(() => sink.Count == 2, "both reports");
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = "Needs python3.")]
    public async Task Progress_SinkCallsThePlugin_HasItsAnswerAndSoHasTheCall()
    {
        CalcHost? host = null;
        var sums = new System.Collections.Concurrent.ConcurrentQueue<int>();
        var sink = new Sink(() => sums.Enqueue(host!.Calc.AddAsync(1, 2, CancellationToken.None).GetAwaiter().GetResult()));
        await using var started = host = await CalcHost.StartAsync(new() { Options = options => options.UseProgress((_, _) => sink) });

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("progress:a", await host.Calc.DoAsync("progress:a", Token).WaitAsync(Limits.Patience, Token));
        }

        Assert.Equal([3, 3, 3, 3, 3], sums);
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = "Needs python3.")]
    public async Task Log_CallsThePlugin_HasItsAnswerAndSoHasTheCall()
    {
        CalcHost? host = null;
        var sums = new System.Collections.Concurrent.ConcurrentQueue<int>();
        using var log = new CallingLog(() => sums.Enqueue(host!.Calc.AddAsync(1, 2, CancellationToken.None).GetAwaiter().GetResult()));
        await using var started = host = await CalcHost.StartAsync(new() { Services = services => services.AddSingleton<ILoggerProvider>(log) });

        Assert.Equal("log:stop here", await host.Calc.DoAsync("log:stop here", Token).WaitAsync(Limits.Patience, Token));

        await Wait.UntilAsync(() => !sums.IsEmpty, "the answer");
        Assert.Equal([3], sums);
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = "Needs python3.")]
    public async Task Progress_OfACall_IsToldBeforeItsResult()
    {
        var sink = new Sink(static () => { });
        await using var host = await CalcHost.StartAsync(new() { Options = options => options.UseProgress((_, _) => sink) });

        for (var i = 1; i <= 50; i++)
        {
            await host.Calc.DoAsync("progress:a", Token);
            Assert.Equal(i, sink.Count);
        }
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = "Needs python3.")]
    public async Task Log_Blocks_CallsAreAnswered()
    {
        using var gate = new ManualResetEventSlim();
        using var log = new BlockingLog(gate);
        await using var host = await CalcHost.StartAsync(new() { Services = services => services.AddSingleton<ILoggerProvider>(log) });
        try
        {
            Assert.Equal("log:stop here", await host.Calc.DoAsync("log:stop here", Token).WaitAsync(Limits.Patience, Token));
            Assert.Equal(3, await host.Calc.AddAsync(1, 2, Token).WaitAsync(Limits.Patience, Token));
            await Wait.UntilAsync(() => log.IsBlocked, "blocked");
            Assert.Equal(7, await host.Calc.AddAsync(3, 4, Token).WaitAsync(Limits.Patience, Token));
        }
        finally
        {
            gate.Set();
        }
    }

    private sealed class Sink(Action take) : PluginProgress(TimeProvider.System)
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        protected override void ReportCore(ProgressReport report)
        {
            Interlocked.Increment(ref _count);
            take();
        }

        protected override void EventCore(ProgressEvent progressEvent) => take();
    }

    private sealed class BlockingLog(ManualResetEventSlim gate) : CallingLog(gate.Wait)
    {
        public bool IsBlocked => WasCalled;
    }

    private class CallingLog(Action take) : ILoggerProvider, ILogger
    {
        private volatile bool _wasCalled;

        public bool WasCalled => _wasCalled;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == 109 && formatter(state, exception).Contains("stop here", StringComparison.Ordinal))
            {
                _wasCalled = true;
                take();
            }
        }

        public void Dispose()
        {
        }
    }
}

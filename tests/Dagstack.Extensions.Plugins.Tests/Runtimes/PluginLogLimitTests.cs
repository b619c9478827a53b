using System.Diagnostics.Metrics;
using Dagstack.Extensions.Plugins.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>A plugin that logs too much is bounded, counted and told of.</summary>
public sealed class PluginLogLimitTests : IDisposable
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;
    private readonly FakeTimeProvider _time = new();
    private readonly TestLogs _logs = new();
    private readonly string _name = "l" + Guid.NewGuid().ToString("N")[..12];
    private readonly PluginFolders _folders = new();
    private readonly MeterListener _listener;
    private long _dropped;
    private volatile bool _isListenerFaulty;

    public PluginLogLimitTests()
    {
        _folders.Add(_name, "LoggingGreeter");
        _listener = new()
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == "dagstack.plugin.log.dropped")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            var all = new Dictionary<string, object?>(tags.ToArray());
            if ((all["plugin.kind"], all["plugin.name"]) is ("greeter", string name) && name == _name)
            {
                Interlocked.Add(ref _dropped, value);
                if (_isListenerFaulty)
                {
                    throw new InvalidOperationException("no metrics today");
                }
            }
        });
        _listener.Start();
    }

    private string Category => $"plugin.greeter.{_name}";

    [Fact]
    public async Task Flood_OfManyThreads_PassedAndDroppedAreWhatWasWritten()
    {
        await using var provider = await StartAsync(static o => (o.MaxLogLinesPerSecond, o.MaxLogBurst) = (100, 500));
        var greeter = provider.Greeter(_name);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () =>
            {
                for (var i = 0; i < 1_000; i++)
                {
                    greeter.Greet("x");
                }
            },
            _cancellation)));

        // The setup has logged one.
        Assert.Equal(500, Passed());
        Assert.Equal(8_001 - 500, Interlocked.Read(ref _dropped));
        Assert.Empty(Said());
        _time.Advance(LogAllowance.Window);
        Assert.Equal($"Warning {Category}[90] 7501 lines of this plugin were dropped: it may log 100 lines a second, and 500 at once. Log less, or raise MaxLogLinesPerSecond in AddDagstackPlugins", Assert.Single(Said()));
    }

    [Fact]
    public async Task Flood_ThatGoesOn_PassesByTheSecondAndIsSaidOnceForEachWindow()
    {
        await using var provider = await StartAsync(static o => (o.MaxLogLinesPerSecond, o.MaxLogBurst) = (10, 10));
        Write(provider, 30);
        Assert.Equal(10, Passed());
        for (var second = 1; second <= 30; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Write(provider, 30);
            Assert.Equal((second + 1) * 10, Passed());
        }

        Assert.Equal(3, Said().Count);
        _time.Advance(LogAllowance.Window);
        Assert.Equal(Interlocked.Read(ref _dropped), Said().Sum(static line => long.Parse(line.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture)));
        var said = Said().Count;
        _time.Advance(LogAllowance.Window * 3);
        Assert.Equal(said, Said().Count);
    }

    [Fact]
    public async Task Flood_OfAPluginThatEnds_IsSaidAtItsEndAndItsNextInstanceHasNoMore()
    {
        await using var provider = await StartAsync(static o => (o.MaxLogLinesPerSecond, o.MaxLogBurst) = (10, 10));
        Write(provider, 30);
        await provider.Registry.TeardownPluginAsync($"greeter:{_name}", _cancellation);
        Assert.Contains("21 lines of this plugin were dropped", Assert.Single(Said()), StringComparison.Ordinal);
        await provider.Registry.SetupPluginAsync($"greeter:{_name}", _cancellation);
        Write(provider, 1);
        Assert.Equal(10, Passed());
        Assert.Equal(23, Interlocked.Read(ref _dropped));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Flood_TheLogThrowsOrBlocksWhenItIsTold_HoldsUpNobody(bool blocks)
    {
        using var release = new ManualResetEventSlim();
        using var faulty = new FaultyLogs(() =>
        {
            if (blocks)
            {
                release.Wait(_cancellation);
            }

            throw new IOException("the disk is full");
        });
        await using var provider = await TestProvider.StartAsync(
            o => (o.Discover(_folders.Root).MaxLogLinesPerSecond, o.MaxLogBurst) = (1, 10),
            services => services.AddLogging(logging => logging.AddProvider(faulty)));
        Write(provider, 30);
        Assert.Equal(PluginState.Stopped, (await provider.Registry.TeardownPluginAsync($"greeter:{_name}", _cancellation).WaitAsync(Limits.Patience, _cancellation)).State);
        await Wait.UntilAsync(() => faulty.Told > 0);
        release.Set();
    }

    [Fact]
    public async Task Flood_TheListenerOfItsCountThrows_ThePluginIsNotToldAndTheLogIs()
    {
        _isListenerFaulty = true;
        await using var provider = await StartAsync(static o => (o.MaxLogLinesPerSecond, o.MaxLogBurst) = (10, 10));
        Write(provider, 30);
        Assert.Equal(10, Passed());
        _time.Advance(LogAllowance.Window);
        Assert.Contains("21 lines of this plugin were dropped", Assert.Single(Said()), StringComparison.Ordinal);
        Assert.Equal(21, Interlocked.Read(ref _dropped));
    }

    [Fact]
    public async Task NoLimit_EverythingPasses()
    {
        await using var provider = await StartAsync(static o => o.MaxLogLinesPerSecond = null);
        Write(provider, 10_000);
        Assert.Equal(10_001, Passed());
    }

    [Fact]
    public async Task Lines_ThatNobodyWants_AreNotCounted()
    {
        await using var provider = await StartAsync(static o => (o.MaxLogLinesPerSecond, o.MaxLogBurst) = (10, 10), LogLevel.Warning);
        Write(provider, 1_000);
        Assert.Equal(0, Interlocked.Read(ref _dropped));
    }

    [Fact]
    public void Errors_HaveLinesOfTheirOwnAndWhatIsCriticalAlwaysPasses()
    {
        var allowance = new LogAllowance(new("greeter", _name), new(10, 5), _time);
        Assert.Equal(5, Count(LogLevel.Information));
        Assert.Equal(0, Count(LogLevel.Warning));
        Assert.Equal(5, Count(LogLevel.Error));
        Assert.Equal(20, Count(LogLevel.Critical));

        int Count(LogLevel level) => Enumerable.Range(0, 20).Count(_ => allowance.Take(level));
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        var options = new ServiceCollection();
        options.AddDagstackPlugins(static o =>
        {
            Assert.Equal((1_000, 5_000), (o.MaxLogLinesPerSecond, o.MaxLogBurst));
            Assert.Throws<ArgumentOutOfRangeException>(() => o.MaxLogLinesPerSecond = 0);
            Assert.Throws<ArgumentOutOfRangeException>(() => o.MaxLogLinesPerSecond = 1_000_001);
            Assert.Throws<ArgumentOutOfRangeException>(() => o.MaxLogBurst = 0);
        });
        Assert.NotEmpty(options);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _folders.Dispose();
        _logs.Dispose();
    }

    private Task<TestProvider> StartAsync(Action<DagstackPluginOptions> limit, LogLevel level = LogLevel.Information) => TestProvider.StartAsync(
        o => limit(o.Discover(_folders.Root)),
        services => services.AddSingleton<TimeProvider>(_time).AddLogging(logging => logging.AddProvider(_logs).SetMinimumLevel(level)));

    private void Write(TestProvider provider, int lines)
    {
        var greeter = provider.Greeter(_name);
        for (var i = 0; i < lines; i++)
        {
            greeter.Greet("x");
        }
    }

    private int Passed() => _logs.Lines.Count(line => line.StartsWith($"Information {Category}[0] ", StringComparison.Ordinal));

    private List<string> Said() => [.. _logs.Lines.Where(static line => line.Contains("[90]", StringComparison.Ordinal))];

    /// <summary>A log that does what a test says when it is told of drops.</summary>
    private sealed class FaultyLogs(Action told) : ILoggerProvider, ILogger
    {
        private int _told;

        public int Told => Volatile.Read(ref _told);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == 90)
            {
                Interlocked.Increment(ref _told);
                told();
            }
        }

        public void Dispose()
        {
        }
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>Providers of logs are code of others: what they throw or block is not met by a plugin that logs.</summary>
public sealed class FaultyLogTests : IDisposable
{
    private readonly PluginFolders _folders = new PluginFolders().Add("curious", "ContextGreeter").Add("scoping", "LoggingGreeter");
    private readonly TestLogs _logs = new();

    [Theory]
    [InlineData(nameof(ILogger.BeginScope))]
    [InlineData(nameof(ILogger.IsEnabled))]
    [InlineData(nameof(ILogger.Log))]
    [InlineData(nameof(IDisposable.Dispose))]
    public async Task PluginLogs_ProviderThrows_PluginServesAndOtherProvidersAreTold(string member)
    {
        await using var provider = await StartAsync(new FaultyProvider(asked => asked == member ? throw new IOException("the disk is full") : false));
        Assert.Equal(PluginState.Ready, provider.Status("greeter:curious").State);
        Assert.Equal(string.Empty, provider.Greeter("curious").Greet("x"));
        Assert.Equal("x", provider.Greeter("scoping").Greet("x"));
        Assert.Contains("Information plugin.greeter.curious[0] plain", _logs.Lines);
        Assert.Contains("Information plugin.greeter.curious[0] typed", _logs.Lines);
        Assert.Contains("Information plugin.greeter.scoping[0] within x", _logs.Lines);
    }

    [Fact]
    public async Task PluginLogs_MessageOfSeveralLines_IsWrittenAsItIs()
    {
        await using var provider = await StartAsync();
        provider.Greeter("scoping").Greet("a\r\n\tb");
        Assert.Contains("Information plugin.greeter.scoping[0] within a\r\n\tb", _logs.Lines);
    }

    [Theory]
    [InlineData(nameof(ILogger.BeginScope))]
    [InlineData(nameof(ILogger.Log))]
    [InlineData(nameof(IDisposable.Dispose))]
    public async Task PluginLogs_ProviderBlocks_HoldsUpThatCallOnly(string member)
    {
        using var release = new ManualResetEventSlim();
        var (isStarted, blocked) = (false, 0);
        await using var provider = await StartAsync(new FaultyProvider(
            asked =>
            {
                if (Volatile.Read(ref isStarted) && asked == member && Interlocked.Increment(ref blocked) == 1)
                {
                    release.Wait(TestContext.Current.CancellationToken);
                }

                return true;
            },
            "plugin.greeter.scoping"));
        Volatile.Write(ref isStarted, true);
        var held = Task.Run(() => provider.Greeter("scoping").Greet("x"), TestContext.Current.CancellationToken);
        try
        {
            await Wait.UntilAsync(() => Volatile.Read(ref blocked) > 0);
            Assert.Equal(string.Empty, provider.Greeter("curious").Greet("x"));
            Assert.Equal("y", provider.Greeter("scoping").Greet("y"));
            Assert.Equal(PluginState.Stopped, (await provider.Registry.TeardownPluginAsync("greeter:curious", TestContext.Current.CancellationToken).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken)).State);
            Assert.False(held.IsCompleted);
        }
        finally
        {
            release.Set();
        }

        Assert.Equal("x", await held.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task PluginLogs_ProviderBlocksDuringSetup_RunsOutOfTimeAndOthersStart()
    {
        using var release = new ManualResetEventSlim();
        using var folders = new PluginFolders().Add("slow", "LoggingGreeter", "startup_timeout_sec = 1").Add("quick", "LoggingGreeter");
        await using var provider = TestProvider.Build(
            o => o.Discover(folders.Root),
            services => services.AddLogging(logging => logging.AddProvider(new FaultyProvider(
                _ =>
                {
                    release.Wait(TestContext.Current.CancellationToken);
                    return true;
                },
                "plugin.greeter.slow"))));
        await provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.PluginTimeout), (provider.Status("greeter:slow").State, provider.Status("greeter:slow").Code));
        Assert.Equal("x", provider.Greeter("quick").Greet("x"));
        release.Set();
        Assert.Equal(PluginState.Ready, (await provider.Registry.SetupPluginAsync("greeter:slow", TestContext.Current.CancellationToken)).State);
    }

    public void Dispose()
    {
        _folders.Dispose();
        _logs.Dispose();
    }

    private Task<TestProvider> StartAsync(params FaultyProvider[] faulty) => TestProvider.StartAsync(o => o.Discover(_folders.Root), services => services.AddLogging(logging =>
    {
        Array.ForEach(faulty, provider => logging.AddProvider(provider));
        logging.AddProvider(_logs);
    }));

    /// <summary>Keeps nothing, and does first what a test says.</summary>
    /// <param name="asked">Told of the member that is asked.</param>
    /// <param name="category">The category that it is told of; null for all.</param>
    private sealed class FaultyProvider(Func<string, bool> asked, string? category = null) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Logger(category is null || category == categoryName ? asked : static _ => true);

        public void Dispose()
        {
        }

        private sealed class Logger(Func<string, bool> asked) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull
            {
                asked(nameof(BeginScope));
                return new Scope(asked);
            }

            public bool IsEnabled(LogLevel logLevel)
            {
                asked(nameof(IsEnabled));
                return true;
            }

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => asked(nameof(Log));
        }

        private sealed class Scope(Func<string, bool> asked) : IDisposable
        {
            public void Dispose() => asked(nameof(Dispose));
        }
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>Providers of loggers that throw, of which the SDK knows nothing.</summary>
public sealed class ThrowingLoggerTests
{
    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = "Needs python3.")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_WhereALoggerOfTheSdkThrows_Serves(bool isMade)
    {
        using var provider = new Throwing(isMade);
        await using var host = await CalcHost.StartAsync(new() { Services = services => services.AddSingleton<ILoggerProvider>(provider) });

        Assert.True(host.Status.State == PluginState.Ready, host.Status.Reason);
        Assert.Equal("x", await host.Calc.DoAsync("x", TestContext.Current.CancellationToken));
        Assert.True(provider.HasThrown);
    }

    private sealed class Throwing(bool isMade) : ILoggerProvider, ILogger
    {
        public bool HasThrown { get; private set; }

        public ILogger CreateLogger(string categoryName) => !categoryName.StartsWith("ModelContextProtocol", StringComparison.Ordinal) ? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance
            : isMade ? this
            : throw Fault();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => throw Fault();

        public void Dispose()
        {
        }

        private InvalidOperationException Fault()
        {
            HasThrown = true;
            return new("The disk is full.");
        }
    }
}

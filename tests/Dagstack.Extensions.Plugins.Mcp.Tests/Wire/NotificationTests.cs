using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

public sealed class NotificationTests
{
    [Fact]
    public async Task Subscribe_MethodOfAnyName_IsToldInOrderUntilItEnds()
    {
        await using var server = FakeServer.Start();
        await using var connection = await server.ConnectAsync();
        var told = new ConcurrentQueue<string>();
        using var other = connection.Subscribe("dagstack/checkpoint", static _ => throw new InvalidTimeZoneException("of a handler"));
        using (connection.Subscribe("dagstack/checkpoint", parameters => told.Enqueue(parameters.Text())))
        {
            for (var i = 0; i < 100; i++)
            {
                await server.NotifyAsync("dagstack/checkpoint", new() { ["version"] = i });
            }

            using var _ = await connection.CallAsync();
        }

        await server.NotifyAsync("dagstack/checkpoint", new() { ["version"] = 100 });
        using var result = await connection.CallAsync();

        Assert.Equal(Enumerable.Range(0, 100).Select(static i => $$"""{"version":{{i}}}"""), told);
        Assert.Equal(101, server.Reports.Count(static report => report.Kind == WireReportKind.Unusable && report.Text.Contains("of a handler", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Log_MessagesOfTheServer_AreToldAndItsLevelIsAskedFor(bool isModern)
    {
        var told = new TaskCompletionSource<WireLog>();
        await using var server = FakeServer.Start(isModern: isModern);
        await using var connection = await server.ConnectAsync(new() { Log = told.SetResult, LogLevel = "debug", Report = server.Reports.Enqueue });

        await server.NotifyAsync("notifications/message", new() { ["level"] = "warning", ["logger"] = "l", ["data"] = new JsonObject { ["a"] = 1 } });
        using var result = await connection.CallAsync();

        var log = await told.Task.WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(("warning", "l", """{"a":1}"""), (log.Level, log.Logger, log.Data.GetRawText()));
        var call = await server.NextAsync("tools/call");
        Assert.Equal(isModern ? "debug" : null, (string?)call["params"]!["_meta"]?["io.modelcontextprotocol/logLevel"]);
        Assert.Equal(!isModern, server.Lines.Any(static line => line.Contains("logging/setLevel", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("notifications/message", "[]")]
    [InlineData("notifications/message", "5")]
    [InlineData("notifications/progress", "[]")]
    [InlineData("notifications/progress", """{"progressToken":{},"progress":"x"}""")]
    [InlineData("notifications/cancelled", """{"requestId":"nobody's"}""")]
    [InlineData("notifications/tools/list_changed", "7")]
    [InlineData("no/such", "{}")]
    public async Task Notification_OfAnyShape_DisturbsNoCall(string method, string parameters)
    {
        await using var server = FakeServer.Start();
        await using var connection = await server.ConnectAsync(new() { Log = static _ => { }, Report = server.Reports.Enqueue });

        await server.WriteLineAsync($$"""{"jsonrpc":"2.0","method":"{{method}}","params":{{parameters}}}""");
        using var result = await connection.CallAsync("""{"a":1}""", progress: new Progress<WireProgress>());

        Assert.Equal("""{"a":1}""", result.Structured.Text());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Probe_LivingServer_Answers(bool isModern)
    {
        await using var server = FakeServer.Start(isModern: isModern);
        await using var connection = await server.ConnectAsync();

        await connection.ProbeAsync(TestContext.Current.CancellationToken);

        Assert.Contains(server.Lines, line => line.Contains(isModern ? "\"tools/list\"" : "\"ping\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Loggers_OfTheSdk_StopAtDebug()
    {
        var logged = new ConcurrentQueue<string>();
        using var loggers = new ListLoggers(logged);
        await using var server = FakeServer.Start();
        await using var connection = await McpConnection.ConnectAsync(server.Transport(loggers: loggers), new() { Loggers = loggers }, TestContext.Current.CancellationToken);

        using var result = await connection.CallAsync("""{"password":"s3cr3t"}""", meta: new WireMeta().With("x", "s3cr3t"));

        Assert.NotEmpty(logged);
        Assert.DoesNotContain(logged, static text => text.Contains("s3cr3t", StringComparison.Ordinal) || text.StartsWith("Trace", StringComparison.Ordinal));
    }

    private sealed class ListLoggers(ConcurrentQueue<string> logged) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logged.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>The spans of a call that a client makes, on the side of the server.</summary>
public sealed class ServerSpanTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;
    private readonly ActivityTraceId _trace = ActivityTraceId.CreateRandom();
    private readonly ActivitySpanId _caller = ActivitySpanId.CreateRandom();

    public ServerSpanTests()
    {
        _listener = new()
        {
            ShouldListenTo = static source => source.Name == "Dagstack.Plugins",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == _trace)
                {
                    _spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData("chunker_fixed_context", "{}", false)]
    [InlineData("clock_add_days", """{"date":"2026-01-31","days":1}""", false)]
    [InlineData("chunker_fixed_wait", """{"how":"fail"}""", true)]
    public async Task Call_WithATrace_HasASpanOfTheServerAndThatOfThePluginBelowIt(string tool, string arguments, bool fails)
    {
        await using var web = await WebExport.StartAsync(static e => e.Export("*:*"));
        using var http = new HttpClient();

        using var response = await http.SendAsync(RawRequest.Make(web.Url, "tools/call", $"\"name\":\"{tool}\",\"arguments\":{arguments}", $"\"traceparent\":\"00-{_trace}-{_caller}-01\"", tool), TestContext.Current.CancellationToken);

        Assert.Equal(fails, (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains("\"isError\":true", StringComparison.Ordinal));
        await Wait.UntilAsync(() => _spans.Any(span => span.OperationName == $"tools/call {tool}"), "the call is over");
        var server = Assert.Single(_spans, static span => span.Kind == ActivityKind.Server);
        Assert.Equal(($"tools/call {tool}", fails ? ActivityStatusCode.Error : ActivityStatusCode.Unset), (server.OperationName, server.Status));
        var plugin = Assert.Single(_spans, span => span != server && Equals(span.GetTagItem("plugin.hook"), HookOf(tool)));
        Assert.Equal(server.SpanId, plugin.ParentSpanId);
        Assert.Equal(fails ? ActivityStatusCode.Error : ActivityStatusCode.Unset, plugin.Status);
    }

    [Fact]
    public async Task Call_ThatIsRefused_HasTheSpanOfTheServerAlone()
    {
        await using var web = await WebExport.StartAsync(static e => e.Export("chunker:*"));
        using var http = new HttpClient();

        using var response = await http.SendAsync(RawRequest.Make(web.Url, "tools/call", "\"name\":\"chunker_fixed_chunk\",\"arguments\":{\"text\":1}", $"\"traceparent\":\"00-{_trace}-{_caller}-01\"", "chunker_fixed_chunk"), TestContext.Current.CancellationToken);

        Assert.Contains("do not fit its schema", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await Wait.UntilAsync(() => !_spans.IsEmpty, "the call is over");
        Assert.Equal("tools/call chunker_fixed_chunk", Assert.Single(_spans).OperationName);
    }

    private static string HookOf(string tool) => tool switch
    {
        "chunker_fixed_context" => "context",
        "chunker_fixed_wait" => "wait",
        _ => "execute",
    };
}

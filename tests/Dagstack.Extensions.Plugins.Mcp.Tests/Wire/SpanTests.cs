using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

/// <summary>A request over a line has the span and the measurement that the SDK gives those over HTTP.</summary>
public sealed class SpanTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;
    private readonly Activity _outer = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).AddBaggage("tenant", "acme").Start();

    public SpanTests()
    {
        _listener = new()
        {
            ShouldListenTo = static source => source.Name == WireSpans.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _outer.Dispose();
    }

    [Fact]
    public async Task Call_Listened_HasASpanBelowTheCallersThatGoesToTheServer()
    {
        await using var server = FakeServer.Start();
        await using var connection = await server.ConnectAsync();

        using var result = await connection.CallAsync(meta: new WireMeta().With("traceparent", _outer.Id!).With("own", 1));

        var span = Span("tools/call echo");
        Assert.DoesNotContain(server.Lines, static line => line.Contains("acme", StringComparison.Ordinal));
        var meta = (await server.NextAsync("tools/call"))["params"]!["_meta"]!;
        Assert.Equal((ActivityKind.Client, _outer.SpanId), (span.Kind, span.ParentSpanId));
        Assert.Equal(span.Id, (string?)meta["traceparent"]);
        Assert.Equal(1, (int?)meta["own"]);
        Assert.Equal("tools/call", span.GetTagItem("mcp.method.name"));
        Assert.Equal("echo", span.GetTagItem("gen_ai.tool.name"));
        Assert.Equal("execute_tool", span.GetTagItem("gen_ai.operation.name"));
        Assert.Equal("pipe", span.GetTagItem("network.transport"));
        Assert.Equal("2026-07-28", span.GetTagItem("mcp.protocol.version"));
        Assert.StartsWith("d-", (string?)span.GetTagItem("jsonrpc.request.id"), StringComparison.Ordinal);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
    }

    [Fact]
    public async Task Call_ErrorOfTheTool_IsSaidWithoutItsText()
    {
        await using var server = FakeServer.Start(server => server.On = async message => (string?)message["method"] == "tools/call"
            && await server.RespondAsync(message, new JsonObject { ["isError"] = true, ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "sesame" }) }));
        await using var connection = await server.ConnectAsync();

        using var result = await connection.CallAsync();

        var span = Span("tools/call echo");
        Assert.Equal((ActivityStatusCode.Error, "tool_error"), (span.Status, span.GetTagItem("error.type")));
        Assert.DoesNotContain("sesame", $"{span.StatusDescription} {string.Join(' ', span.TagObjects)}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_Refused_SaysTheCodeAndWhatTheServerSaysOfIt()
    {
        await using var server = FakeServer.Start(server => server.On = async message => (string?)message["method"] == "tools/call" && await server.RefuseAsync(message, -32000, "not today"));
        await using var connection = await server.ConnectAsync();

        await connection.CallAsync().FailAsync();

        var span = Span("tools/call echo");
        Assert.Equal((ActivityStatusCode.Error, "-32000", "-32000"), (span.Status, span.GetTagItem("error.type"), span.GetTagItem("rpc.response.status_code")));
        Assert.Equal("not today", span.StatusDescription);
    }

    [Fact]
    public async Task Call_Measured_IsOneMeasurementWithItsTool()
    {
        var measured = new ConcurrentQueue<KeyValuePair<string, object?>[]>();
        using var meters = new MeterListener { InstrumentPublished = static (instrument, listener) => Enable(instrument, listener) };
        meters.SetMeasurementEventCallback<double>((_, _, tags, _) => measured.Enqueue(tags.ToArray()));
        meters.Start();
        await using var server = FakeServer.Start(server => server.Tools.Add(new JsonObject { ["name"] = "measured" }));
        await using var connection = await server.ConnectAsync();

        using var result = await connection.CallAsync(tool: "measured");

        Assert.Single(measured, static tags => tags.Contains(new("gen_ai.tool.name", "measured")));

        static void Enable(Instrument instrument, MeterListener listener)
        {
            if (instrument is { Meter.Name: WireSpans.Name, Name: "mcp.client.operation.duration" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        }
    }

    private Activity Span(string name) => Assert.Single(_spans, span => span.TraceId == _outer.TraceId && span.DisplayName == name);
}

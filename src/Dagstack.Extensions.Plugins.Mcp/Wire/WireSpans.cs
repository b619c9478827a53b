using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>A span and a measurement for each request over a line, as the SDK makes them for those over HTTP: by the conventions of OpenTelemetry for MCP, under the same name.</summary>
/// <param name="version">The revision of the protocol.</param>
/// <param name="send">Sends a request.</param>
internal sealed class WireSpans(string version, Func<WireRequest, CancellationToken, ValueTask<WireResult>> send)
{
    /// <summary>The name of the SDK's: whoever listens to one transport hears the other.</summary>
    public const string Name = "Experimental.ModelContextProtocol";

    private static readonly ActivitySource s_source = new(Name);
    private static readonly TracePropagator s_propagator = new();

    // As the conventions describe it: with other words it would be another instrument than the SDK's.
    private static readonly Histogram<double> s_duration = new Meter(Name).CreateHistogram(
        "mcp.client.operation.duration",
        "s",
        "The duration of the MCP request or notification as observed on the sender from the time it was sent until the response or ack is received.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300] });

    private readonly string _session = Guid.NewGuid().ToString("N");

    /// <summary>Gets whether anybody listens.</summary>
    public static bool AreWanted => s_source.HasListeners() || s_duration.Enabled;

    /// <summary>Sends a request, and tells of it.</summary>
    public async ValueTask<WireResult> SendAsync(WireRequest request, CancellationToken cancellationToken)
    {
        using var span = s_source.StartActivity(request.Tool is null ? request.Method : $"{request.Method} {request.Tool}", ActivityKind.Client);
        var began = Stopwatch.GetTimestamp();
        var tags = TagsOf(request);
        try
        {
            var result = await send(span is null ? request : request with { Meta = MetaOf(request, span) }, cancellationToken).ConfigureAwait(false);
            if (result.IsError)
            {
                // What it says of it may be anything, and is not told here.
                span?.SetStatus(ActivityStatusCode.Error);
                tags.Add("error.type", "tool_error");
            }

            return result;
        }
        catch (Exception fault)
        {
            // What others throw, such as code that writes arguments, may say anything.
            span?.SetStatus(ActivityStatusCode.Error, (fault as WireException)?.Message);
            if (fault is WireException { RemoteCode: { } code })
            {
                tags.Add("rpc.response.status_code", code.ToString(CultureInfo.InvariantCulture));
                tags.Add("error.type", code.ToString(CultureInfo.InvariantCulture));
            }
            else
            {
                tags.Add("error.type", fault.GetType().FullName);
            }

            throw;
        }
        finally
        {
            s_duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, tags);
            Tell(span, tags, request.Id);
        }
    }

    private static JsonObject MetaOf(in WireRequest request, Activity span)
    {
        var meta = request.Meta ?? [];
        s_propagator.Inject(span, meta, static (carrier, name, value) => ((JsonObject)carrier!)[name] = value);
        return meta;
    }

    private TagList TagsOf(in WireRequest request)
    {
        var tags = new TagList
        {
            { "mcp.method.name", request.Method },
            { "network.transport", "pipe" },
            { "mcp.protocol.version", version },
        };
        if (request.Tool is { } tool)
        {
            tags.Add("gen_ai.tool.name", tool);
            tags.Add("gen_ai.operation.name", "execute_tool");
        }

        return tags;
    }

    private void Tell(Activity? span, in TagList tags, string id)
    {
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        foreach (var (name, value) in tags)
        {
            span.SetTag(name, value);
        }

        span.SetTag("jsonrpc.request.id", id);
        span.SetTag("mcp.session.id", _session);
    }
}

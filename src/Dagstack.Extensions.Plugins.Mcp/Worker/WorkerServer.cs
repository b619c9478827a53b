using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>Takes messages, one after the other, and has calls served at the same time.</summary>
/// <remarks>As much of MCP as a host of ours says, in both eras; what else there is is refused. See §8.7 of the plugin contract.</remarks>
#pragma warning disable CA1001 // Its loggers have nothing to dispose.
internal sealed class WorkerServer(WorkerOutput output)
#pragma warning restore CA1001
{
    private const int NoMessage = -32700;
    private const int NoMethod = -32601;
    private const int NoRevision = -32022;
    private const int InternalError = -32603;

    private static readonly TimeSpan s_ending = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, CancellationTokenSource> _calls = new(StringComparer.Ordinal);
    private readonly Lazy<WorkerLogs> _logs = new(() => new(output));
    private WorkerTools? _tools;
    private long _arrivals;

    /// <summary>Takes a line, whose bytes are there for the time of the call.</summary>
    public void Receive(ReadOnlyMemory<byte> line)
    {
        JsonDocument document;
        try
        {
            document = JsonText.Parse(line.ToArray());
        }
        catch (JsonException fault)
        {
            output.Refuse("null", NoMessage, $"This is no message: {fault.Message}");
            return;
        }

        var root = document.RootElement;
        var parameters = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("params", out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
        if (JsonText.Find(root, "method") is not { } method)
        {
            document.Dispose();
        }
        else if (!root.TryGetProperty("id", out var id) || id.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            Take(method, parameters);
            document.Dispose();
        }
        else if (method == WireKeys.CallTool)
        {
            var name = Raw(id);
            var cancellation = new CancellationTokenSource();
            _calls[name] = cancellation;
            var arrival = ++_arrivals;
            _ = Task.Run(() => CallAsync(document, name, parameters, arrival, cancellation), CancellationToken.None);
        }
        else
        {
            using (document)
            {
                Serve(Raw(id), method, parameters);
            }
        }
    }

    /// <summary>Waits for what is under way to be answered, but not long.</summary>
    public void Finish() => SpinWait.SpinUntil(() => _calls.IsEmpty, s_ending);

    private static string Raw(JsonElement id) => Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(id));

    private void Take(string method, JsonElement parameters)
    {
        if (method == WireKeys.Cancelled && parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty("requestId", out var id) && _calls.TryGetValue(Raw(id), out var call))
        {
            // What the plugin does then is not done on the thread that reads.
            try
            {
                _ = call.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // It has just been answered.
            }
        }
    }

    private void Serve(string id, string method, JsonElement parameters)
    {
        var meta = MetaOf(parameters);
        if (JsonText.Find(meta, WireKeys.ProtocolVersion) is { } revision && revision != WireKeys.FirstDiscoveredVersion)
        {
            output.Refuse(id, NoRevision, $"Unsupported protocol version: {revision}", writer => WorkerGreeting.WriteUnsupported(revision, writer));
            return;
        }

        switch (method)
        {
            case WireKeys.Discover:
                output.AnswerText(id, WorkerGreeting.Discovered);
                break;
            case WireKeys.Initialize:
                output.AnswerText(id, WorkerGreeting.Initialized);
                break;
            case "logging/setLevel":
                _logs.Value.Level = JsonText.Find(parameters, "level");
                output.Answer(id, static _ => { });
                break;
            case WireKeys.Ping:
                output.Answer(id, static _ => { });
                break;
            case WireKeys.ListTools:
                output.Answer(id, writer =>
                {
                    WorkerGreeting.WriteComplete(writer);
                    writer.WriteStartArray("tools");
                    WorkerTools.Write(_tools, writer);
                    writer.WriteEndArray();
                });
                break;
            default:
                output.Refuse(id, NoMethod, $"Method not found: {method}");
                break;
        }
    }

    private static JsonElement MetaOf(JsonElement parameters) => parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty(WireKeys.Meta, out var meta) ? meta : default;

    private async Task CallAsync(JsonDocument document, string id, JsonElement parameters, long arrival, CancellationTokenSource cancellation)
    {
        // The source is left to itself: it may be cancelled at the moment when the call ends.
        using (document)
        {
            try
            {
                var meta = MetaOf(parameters);
                if (JsonText.Find(meta, WireKeys.LogLevel) is { } level)
                {
                    _logs.Value.Level = level;
                }

                var arguments = parameters.TryGetProperty("arguments", out var given) ? given : default;
                var name = JsonText.Find(parameters, "name") ?? string.Empty;
                var write = name == ReservedTools.Setup ? await SetUpAsync(arguments, meta, cancellation.Token).ConfigureAwait(false)
                    : _tools is { } tools ? await tools.CallAsync(name, arguments, meta, arrival, cancellation.Token).ConfigureAwait(false)
                    : throw new WorkerRefusal($"Unknown tool: {name}");
                output.Answer(id, writer =>
                {
                    writer.WriteString("resultType", "complete");
                    writer.WriteStartArray("content");
                    writer.WriteEndArray();
                    write(writer);
                });
            }
            catch (WorkerRefusal refusal)
            {
                output.Refuse(id, WorkerRefusal.Code, refusal.Message);
            }
            catch (Exception) when (cancellation.IsCancellationRequested)
            {
                // Nobody waits for it any more.
            }
            catch (Exception fault)
            {
                Answer(id, fault);
            }
            finally
            {
                _calls.TryRemove(id, out _);
            }
        }
    }

    private void Answer(string id, Exception fault)
    {
        try
        {
            output.Answer(id, writer => WorkerFaults.Write(fault, writer));
        }
        catch (Exception other)
        {
            // Whatever cannot be written of it: the call is answered.
            output.Refuse(id, InternalError, $"The plugin threw {fault.GetType().FullName}, of which nothing can be told: {other.GetType().FullName}.");
        }
    }

    private async Task<Action<Utf8JsonWriter>> SetUpAsync(JsonElement arguments, JsonElement meta, CancellationToken cancellationToken)
    {
        if (_tools is not null)
        {
            throw new WorkerRefusal($"'{ReservedTools.Setup}' was called before.");
        }

        var setup = new WorkerSetup(arguments, meta);
        _logs.Value.WantsTrace = setup.WantsTrace;
        var plugin = await WorkerPlugin.StartAsync(setup, output, _logs.Value, cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _tools, new(plugin, await setup.Hooks.ConfigureAwait(false)));
        return WorkerTools.WriteEmpty;
    }
}

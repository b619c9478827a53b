using System.Runtime.InteropServices;
using System.Text.Json;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>The hooks of a plugin as tools, and those by which the host leads its life.</summary>
internal sealed class WorkerTools(WorkerPlugin plugin, IReadOnlyDictionary<string, HookCodec> hooks)
{
    /// <summary>Finds the hooks of a plugin, by the names of their tools.</summary>
    public static Dictionary<string, HookCodec> HooksOf(PluginId id, PluginContract contract)
    {
        var codec = PluginCodec.Of(contract);

        // Of the kind tool the schemas too, which its contract keeps to the host: it asks for them where no function is listed.
        return contract.Hooks.Where(static hook => hook.Shape != HookShape.Stream).ToDictionary(hook => RequiredTools.NameOf(id, hook), codec.For, StringComparer.Ordinal);
    }

    private IEnumerable<string> Names => plugin.Instance.RunsUnits ? [.. hooks.Keys, ReservedTools.RunUnit] : hooks.Keys;

    /// <summary>Writes the list of tools.</summary>
    /// <param name="tools">The tools; null before the setup.</param>
    /// <param name="writer">Where it is written.</param>
    public static void Write(WorkerTools? tools, Utf8JsonWriter writer)
    {
        string[] reserved = [ReservedTools.Setup, ReservedTools.Health, ReservedTools.Teardown, ReservedTools.Configure];
        foreach (var name in reserved.Concat(tools?.Names ?? Enumerable.Empty<string>()))
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteStartObject("inputSchema");
            writer.WriteString("type", "object");
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }

    public static void WriteEmpty(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("structuredContent");
        writer.WriteEndObject();
    }

    /// <summary>Calls a tool.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="meta">What the host says besides.</param>
    /// <param name="arrival">Which of the calls that arrived it is.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits for it any more.</param>
    /// <returns>Writes its result.</returns>
    public async Task<Action<Utf8JsonWriter>> CallAsync(string name, JsonElement arguments, JsonElement meta, long arrival, CancellationToken cancellationToken)
    {
        if (hooks.TryGetValue(name, out var codec))
        {
            return await CallAsync(codec, arguments, meta, cancellationToken).ConfigureAwait(false);
        }

        switch (name)
        {
            case ReservedTools.Health:
                var health = await plugin.Instance.CheckHealthAsync(cancellationToken).ConfigureAwait(false);
                return writer => Write(health, writer);
            case ReservedTools.Teardown:
                var isReleased = await plugin.EndAsync(cancellationToken).ConfigureAwait(false);
                return writer =>
                {
                    writer.WriteStartObject("structuredContent");
                    writer.WriteBoolean("released", isReleased);
                    writer.WriteEndObject();
                };
            case ReservedTools.RunUnit when plugin.Instance.RunsUnits:
                var unitOutput = await plugin.RunUnitAsync(arguments.ValueKind == JsonValueKind.Undefined ? JsonElement.Parse("{}") : arguments.Clone(), meta, cancellationToken).ConfigureAwait(false);
                return writer => Write(unitOutput, writer);
            case ReservedTools.Configure:
                plugin.Configure(arguments, arrival);
                return WriteEmpty;
            default:
                throw new WorkerRefusal($"Unknown tool: {name}");
        }
    }

    private static void Write(JsonElement? unitOutput, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("structuredContent");
        writer.WritePropertyName("result");
        if (unitOutput is { } json)
        {
            json.WriteTo(writer);
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteEndObject();
    }

    private static void Write(HealthCheckResult health, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("structuredContent");
        writer.WriteString("status", health.Status switch
        {
            HealthStatus.Healthy => "healthy",
            HealthStatus.Degraded => "degraded",
            _ => "unhealthy",
        });
        if ((health.Description ?? (health.Exception is { } fault ? ExceptionText.Of(fault) : null)) is { } reason)
        {
            writer.WriteString("reason", reason);
        }

        writer.WriteEndObject();
    }

    private async Task<Action<Utf8JsonWriter>> CallAsync(HookCodec codec, JsonElement arguments, JsonElement meta, CancellationToken cancellationToken)
    {
        var invocation = codec.Hook.CreateInvocation();
        try
        {
            codec.ReadArguments(arguments.ValueKind == JsonValueKind.Undefined ? [] : JsonMarshal.GetRawUtf8Value(arguments), invocation);
        }
        catch (PluginSerializationException fault)
        {
            throw new WorkerRefusal(fault.Message);
        }

        invocation.CancellationToken = cancellationToken;
        var result = await plugin.InvokeAsync(invocation, meta).ConfigureAwait(false);
        return writer =>
        {
            if (codec.ReturnsObject)
            {
                writer.WritePropertyName("structuredContent");
                codec.WriteUntypedResult(result, writer);
                return;
            }

            writer.WriteStartObject("structuredContent");
            writer.WritePropertyName("result");
            codec.WriteUntypedResult(result, writer);
            writer.WriteEndObject();
        };
    }
}

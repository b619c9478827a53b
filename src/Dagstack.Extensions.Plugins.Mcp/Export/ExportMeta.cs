using System.Buffers;
using System.Diagnostics;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using ModelContextProtocol;

namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>Reads what goes with a call besides its arguments.</summary>
/// <remarks>See §8.6 of the plugin contract.</remarks>
internal static class ExportMeta
{
    private const int MaxDepth = 16;

    private const int MaxKeys = 64;
    private const int MaxBytes = 16 * 1024;
    private const int MaxTraceState = 512;

    /// <summary>What says who calls and what he may use up, which is not the caller's to say.</summary>
    private static readonly string[] s_own = [CallMetadata.TenantId, CallMetadata.Actor, CallMetadata.QuotaBudget];

    private static readonly Dictionary<string, object?> s_none = [];
    private static readonly ActivitySource s_source = new("Dagstack.Plugins");

    /// <summary>Reads what the caller says to middleware and plugins.</summary>
    /// <exception cref="McpProtocolException">It says what cannot be carried.</exception>
    public static IReadOnlyDictionary<string, object?> Read(JsonObject? meta)
    {
        try
        {
            if (TextOf(meta, ReservedTools.TraceState) is { Length: > MaxTraceState } state)
            {
                throw Refusal($"'{ReservedTools.TraceState}' has {state.Length} characters, and may have {MaxTraceState}.");
            }

            return meta?[ReservedTools.Metadata] switch
            {
                null => s_none,
                JsonObject metadata => Checked(metadata),
                var other => throw Refusal($"'{ReservedTools.Metadata}' is {JsonText(other)}, expected an object."),
            };
        }
        catch (ArgumentException)
        {
            // How objects say it when their members are asked for the first time.
            throw Refusal("an object in it has a key twice. Give each key once.");
        }
    }

    /// <summary>Makes what goes with the call of a plugin.</summary>
    /// <param name="metadata">What the caller says.</param>
    /// <param name="user">Whom the web server knows.</param>
    /// <param name="options">What of it is taken.</param>
    /// <exception cref="ArgumentException">The application's own metadata cannot be carried.</exception>
    public static PluginCallOptions OptionsOf(IReadOnlyDictionary<string, object?> metadata, ClaimsPrincipal? user, McpExportOptions options)
    {
        var taken = options.MapMetadata is { } map ? map(user, metadata)
            : options.IsClientTrusted ? metadata
            : metadata.Where(static pair => !s_own.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal);
        return new() { Metadata = taken is { Count: > 0 } ? taken : null };
    }

    /// <summary>Begins the span of a call within the caller's trace.</summary>
    /// <returns>The span; null if nobody listens.</returns>
    public static Activity? Begin(string tool, JsonObject? meta)
    {
        var parent = TextOf(meta, ReservedTools.TraceParent) is { } text && ActivityContext.TryParse(text, TextOf(meta, ReservedTools.TraceState), isRemote: true, out var context) ? context : default;

        // What the web server or the SDK has begun already may lie in between.
        return Activity.Current is { } current && (parent == default || current.TraceId == parent.TraceId)
            ? s_source.StartActivity($"tools/call {tool}", ActivityKind.Server)
            : s_source.StartActivity($"tools/call {tool}", ActivityKind.Server, parent);
    }

    /// <summary>Tells whether the caller reads structured content, and wants no text beside it.</summary>
    public static bool WantsNoText(JsonObject? meta) => meta?[ReservedTools.WithoutText] is JsonValue value && value.TryGetValue(out bool without) && without;

    private static string? TextOf(JsonObject? meta, string name) => meta?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static Dictionary<string, object?> Checked(JsonObject metadata)
    {
        if (metadata.Count > MaxKeys)
        {
            throw Refusal($"'{ReservedTools.Metadata}' has {metadata.Count} keys, and may have {MaxKeys}.");
        }

        var map = MapOf(metadata, depth: 0);
        var written = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(written, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            metadata.WriteTo(writer);
        }

        if (written.WrittenCount > MaxBytes)
        {
            throw Refusal($"'{ReservedTools.Metadata}' has {written.WrittenCount} bytes, and may have {MaxBytes}.");
        }

        foreach (var key in (ReadOnlySpan<string>)[CallMetadata.TenantId, CallMetadata.Actor])
        {
            if (map.GetValueOrDefault(key) is not (null or string))
            {
                throw Refusal($"'{key}' in '{ReservedTools.Metadata}' is {JsonText(metadata[key]!)}, expected a text.");
            }
        }

        return map;
    }

    private static McpProtocolException Refusal(string problem) => new($"The '{WireKeys.Meta}' of the call cannot be taken: {problem}", McpErrorCode.InvalidParams);

    private static string JsonText(JsonNode node) => Excerpt.Of(node.ToJsonString());

    private static double Finite(JsonValue value) => value.GetValue<double>() is var number && double.IsFinite(number) ? number
        : throw Refusal($"the number {JsonText(value)} is too large. Give it as a text.");

    private static Dictionary<string, object?> MapOf(JsonObject json, int depth) => json.ToDictionary(static pair => pair.Key, pair => ValueOf(pair.Value, depth + 1), StringComparer.Ordinal);

    private static object? ValueOf(JsonNode? node, int depth) => node switch
    {
        _ when depth > MaxDepth => throw Refusal($"'{ReservedTools.Metadata}' is more than {MaxDepth} levels deep."),
        JsonObject map => MapOf(map, depth),
        JsonArray list => list.Select(item => ValueOf(item, depth + 1)).ToList(),
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => value.TryGetValue(out long whole) ? whole : Finite(value),
        },
        _ => null,
    };
}

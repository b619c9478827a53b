using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Mcp.Session;

namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>Reads what goes with a call besides its arguments.</summary>
/// <remarks>See §8.6 of the plugin contract.</remarks>
internal static class ExportMeta
{
    private const int MaxDepth = 16;

    private static readonly ActivitySource s_source = new("Dagstack.Plugins");

    /// <summary>Reads what the caller says to middleware and plugins.</summary>
    /// <exception cref="ArgumentException">It says what cannot be carried.</exception>
    public static PluginCallOptions OptionsOf(JsonObject? meta) => new()
    {
        Metadata = meta?[ReservedTools.Metadata] is JsonObject { Count: > 0 } metadata ? MapOf(metadata, depth: 0) : null,
    };

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

    private static Dictionary<string, object?> MapOf(JsonObject json, int depth) => json.ToDictionary(static pair => pair.Key, pair => ValueOf(pair.Value, depth + 1), StringComparer.Ordinal);

    private static object? ValueOf(JsonNode? node, int depth) => node switch
    {
        _ when depth > MaxDepth => throw new ArgumentException($"The metadata of the call lies more than {MaxDepth} levels deep. Give less."),
        JsonObject map => MapOf(map, depth),
        JsonArray list => list.Select(item => ValueOf(item, depth + 1)).ToList(),
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => value.TryGetValue(out long whole) ? whole : value.GetValue<double>(),
        },
        _ => null,
    };
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests;

/// <summary>A kind as one text that says all of it: two kinds with one text are the same but for comments and layout.</summary>
internal static class SpecText
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    public static string Of(Hookspec spec) => Sorted(new JsonObject
    {
        ["kind"] = spec.Kind,
        ["version"] = spec.ApiVersion,
        ["description"] = spec.Description,
        ["in_process_only"] = spec.InProcessOnly,
        ["singleton_per_runtime"] = spec.SingletonPerRuntime,
        ["extensions"] = JsonSerializer.SerializeToNode(spec.Extensions),
        ["hooks"] = new JsonArray([.. spec.Hooks.Select(static hook => new JsonObject
        {
            ["name"] = hook.Name,
            ["dispatch"] = hook.Dispatch.ToString(),
            ["description"] = hook.Description,
            ["input"] = Of(hook.Input),
            ["output"] = Of(hook.Output),
            ["exposed"] = hook.IsExposed,
            ["template"] = hook.ToolNameTemplate,
            ["best_effort"] = hook.IsBestEffort,
            ["extensions"] = JsonSerializer.SerializeToNode(hook.Extensions),
        })]),
    })!.ToJsonString(s_indented);

    private static JsonObject? Of(HookspecPayload? payload) => payload is null ? null : new() { ["file"] = payload.File, ["schema"] = JsonNode.Parse(payload.Schema.GetRawText()) };

    // Neither the order of keys says anything, nor that of required names and types.
    private static JsonNode? Sorted(JsonNode? node, string? key = null) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value, key == "properties" ? "\0schema" : pair.Key)))),
        // These say the same.
        JsonValue value when key == "\0schema" && value.GetValueKind() == JsonValueKind.False => new JsonObject { ["not"] = new JsonObject() },
        JsonValue value when key == "\0schema" && value.GetValueKind() == JsonValueKind.True => new JsonObject(),
        JsonArray list when key is "required" or "type" => new JsonArray([.. list.Select(static item => item!.DeepClone()).OrderBy(static item => item.ToJsonString(), StringComparer.Ordinal)]),
        JsonArray list => new JsonArray([.. list.Select(static item => Sorted(item))]),
        _ => node?.DeepClone(),
    };
}

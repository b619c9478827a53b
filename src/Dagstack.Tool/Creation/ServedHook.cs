using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Tool.Creation;

/// <summary>A hook as a program serves it: what it takes and returns, as JSON.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Parameters">The schemas of its parameters by name; null where what comes is to be taken as it is.</param>
/// <param name="Returned">The schema of its result.</param>
internal sealed record ServedHook(string Name, string Description, JsonElement? Parameters, JsonElement Returned)
{
    /// <summary>Describes the hooks of a contract.</summary>
    public static IReadOnlyList<ServedHook> Of(PluginContract contract) => [.. contract.Hooks.Select(hook => Of(PluginCodec.Of(contract).For(hook)))];

    private static ServedHook Of(HookCodec codec)
    {
        var input = codec.InputSchema;
        var required = input.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(static name => name.GetString()).ToHashSet() : [];
        var isWhole = input.TryGetProperty("properties", out var parameters) && parameters.EnumerateObject().All(one => required.Contains(one.Name) || one.Value.TryGetProperty("default", out _));
        return new(codec.Hook.WireName, codec.Hook.Description ?? string.Empty, isWhole && !codec.TakesObject ? Loose(parameters) : null, Loose(codec.ReturnsObject ? codec.OutputSchema : codec.OutputSchema.GetProperty("properties").GetProperty("result")));
    }

    /// <summary>Leaves out what stands elsewhere in the whole schema, which is not written down with the hook: there anything fits.</summary>
    private static JsonElement Loose(JsonElement schema)
    {
        var loose = JsonNode.Parse(schema.GetRawText())!;
        Loosen(loose);
        return JsonSerializer.SerializeToElement(loose);
    }

    private static void Loosen(JsonNode? node)
    {
        if (node is JsonObject json)
        {
            json.Remove("$ref");
            json.Remove("$defs");
        }

        foreach (var inner in node switch { JsonObject whole => whole.Select(static one => one.Value), JsonArray array => array, _ => [] })
        {
            Loosen(inner);
        }
    }

    /// <summary>Finds the least value that a schema allows.</summary>
    public static object? Least(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (schema.TryGetProperty("enum", out var values))
        {
            return values[0];
        }

        var type = schema.TryGetProperty("type", out var one) ? one.ValueKind == JsonValueKind.Array ? one.EnumerateArray().Select(static name => name.GetString()).FirstOrDefault(static name => name == "null") ?? one[0].GetString() : one.GetString() : null;
        return type switch
        {
            "string" => schema.TryGetProperty("format", out var format) ? Formatted(format.GetString()) : schema.TryGetProperty("pattern", out _) ? "0" : string.Empty,
            "integer" or "number" => 0,
            "boolean" => false,
            "array" => Array.Empty<object>(),
            "object" => schema.TryGetProperty("required", out var required) && schema.TryGetProperty("properties", out var properties)
                ? required.EnumerateArray().ToDictionary(static name => name.GetString()!, name => Least(properties.GetProperty(name.GetString()!)))
                : new Dictionary<string, object?>(),
            _ => null,
        };
    }

    private static string Formatted(string? format) => format switch
    {
        "date-time" => DateTime.UnixEpoch.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        "date" => "1970-01-01",
        "time" => "00:00:00",
        "uuid" => Guid.Empty.ToString(),
        "uri" => "https://example.org/",
        _ => string.Empty,
    };
}

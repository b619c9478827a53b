using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests;

/// <summary>Kinds that nobody would write, each of a number: hooks of all classes, and schemas with all that they may have.</summary>
/// <param name="seed">The number.</param>
internal sealed class RandomKind(int seed)
{
    private static readonly string[] s_names =
        ["name", "vector_store", "class", "namespace", "isOpen", "X-Trace", "value", "values", "equals", "to_string", "get_hash_code", "input", "a", "A", "2d", "größe", "item", "items", "with space", "json_element", "default", "self", "$id", "a/b~c", ""];

    private static readonly string[] s_texts =
        ["A text.", "Two\nlines.", "Quotes \" and ' and \\ and `.", "<b>&amp;</b>", "*/ \"\"\" #", "Ein Satz mit ß, 漢字 und 😀.", " spaces around ", "tab\there", "line\u2028separator", "a\n\nb", "{brace} ${x}", "", "trailing\n"];

    private readonly Random _random = new(seed);
    private readonly List<string> _definitions = [];

    public Hookspec Create() => new()
    {
        Kind = Pick("chunker", "vector_store", "x", "llm-client", "a1", "event"),
        ApiVersion = string.Create(CultureInfo.InvariantCulture, $"{_random.Next(3)}.{_random.Next(9)}.{_random.Next(9)}"),
        Description = Chance(3) ? null : Trimmed(),
        InProcessOnly = seed % 5 == 0,
        Hooks = [.. Enumerable.Range(0, 1 + _random.Next(4)).Select(CreateHook)],
        Extensions = Extensions(),
    };

    private HookspecHook CreateHook(int index)
    {
        var dispatch = Pick(DispatchClass.Singleton, DispatchClass.BroadcastCollect, DispatchClass.BroadcastNotify, DispatchClass.Chain, DispatchClass.Capability);
        var name = string.Create(CultureInfo.InvariantCulture, $"{Pick("run", "get_schema", "event", "on_event", "to_string")}_{index}");
        var travels = Root();
        return new()
        {
            Name = name,
            Dispatch = dispatch,
            Description = Chance(3) ? null : Trimmed(),
            Input = dispatch == DispatchClass.Chain ? Payload($"{name}.input", travels) : Chance(5) ? null : Payload(Chance(5) ? "shared" : $"{name}.input", Chance(6) ? Empty() : Root()),
            Output = dispatch == DispatchClass.BroadcastNotify ? null : dispatch == DispatchClass.Chain ? Payload($"{name}.output", travels) : dispatch == DispatchClass.Singleton && Chance(4) ? null : Payload($"{name}.output", Chance(2) ? Root() : Document(Schema(2))),
            IsExposed = seed % 5 != 0 && (dispatch == DispatchClass.Chain || !Chance(4)),
            ToolNameTemplate = Chance(4) ? "{kind}_{plugin}_{hook}" : null,
            IsBestEffort = dispatch == DispatchClass.BroadcastCollect && Chance(2),
            Extensions = Extensions(),
        };
    }

    private readonly Dictionary<string, HookspecPayload> _files = [];

    private HookspecPayload Payload(string stem, JsonObject schema)
    {
        var file = $"schemas/{stem}.json";
        return _files.TryGetValue(file, out var known) ? known : _files[file] = new() { File = file, Schema = JsonSerializer.SerializeToElement(schema) };
    }

    private JsonObject Empty() => Document(new() { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = new JsonObject() });

    private JsonObject Root()
    {
        _definitions.Clear();
        if (Chance(2))
        {
            _definitions.AddRange(Enumerable.Range(0, 1 + _random.Next(3)).Select(index => Pick("Filter", "filter", "RunInput", "a b", "String") + index));
        }

        var schema = Chance(8) ? new JsonObject { ["type"] = "object" } : Object(3);
        if (_definitions.Count > 0)
        {
            schema["$defs"] = new JsonObject(_definitions.Select(name => KeyValuePair.Create<string, JsonNode?>(name, Chance(3) ? Schema(1) : Object(2))));
        }

        _definitions.Clear();
        return Document(schema);
    }

    private JsonObject Document(JsonObject schema)
    {
        var document = new JsonObject();
        if (!Chance(4))
        {
            document["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        }

        if (Chance(3))
        {
            document["$id"] = $"https://example.org/{_random.Next(9)}.json";
        }

        if (!Chance(3))
        {
            document["title"] = Text();
        }

        foreach (var (keyword, value) in schema.ToList())
        {
            schema.Remove(keyword);
            document.TryAdd(keyword, value);
        }

        return document;
    }

    private JsonObject Object(int depth)
    {
        var properties = new JsonObject();
        foreach (var name in Enumerable.Range(0, _random.Next(6)).Select(_ => Pick(s_names)).Distinct(StringComparer.Ordinal))
        {
            properties[name] = Chance(20) ? Chance(2) : Schema(depth - 1);
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (!Chance(3))
        {
            schema["additionalProperties"] = Chance(6) ? JsonValue.Create(true) : Chance(8) ? Schema(0) : false;
        }

        if (properties.Count > 0 && !Chance(4))
        {
            schema["required"] = new JsonArray([.. properties.Select(static pair => pair.Key).Where(_ => Chance(2)).Select(static name => JsonValue.Create(name))]);
        }

        Maybe(schema, "minProperties", 1);
        return Described(schema);
    }

    private JsonObject Schema(int depth) => _random.Next(depth > 0 ? 16 : 9) switch
    {
        0 => Described([]),
        1 => Described(Maybe(Maybe(Maybe(OfType("string"), "minLength", 1), "maxLength", 9), "pattern", "^[a-z\"]+$")),
        2 => Described(Maybe(OfType("string"), "format", Pick("date-time", "date", "uri", "time", "uuid"))),
        3 => Described(Maybe(Maybe(Maybe(OfType("integer"), "minimum", Pick(0, -3, 1e20)), "maximum", Pick(9, 100_000, 1e18)), "multipleOf", 3)),
        4 => Described(Maybe(Maybe(OfType("number"), "exclusiveMinimum", 0.1), "default", Pick(1.5, 0, -1e-9))),
        5 => Described(Maybe(OfType("boolean"), "default", Chance(2))),
        6 => Described(Maybe(new() { ["enum"] = new JsonArray([.. Enumerable.Range(0, 1 + _random.Next(4)).Select(_ => Pick("red", "Green", "dark_blue", "", "1", "a b", "default", "ß")).Distinct(StringComparer.Ordinal).Select(static value => JsonValue.Create(value))]) }, "type", "string")),
        7 => Described(new() { ["type"] = new JsonArray(Pick("string", "integer", "boolean", "number"), "null"), ["default"] = null }),
        8 => _definitions.Count > 0 ? Described(new() { ["$ref"] = $"#/$defs/{Uri.EscapeDataString(Pick([.. _definitions]))}" }) : Described(new() { ["const"] = Pick("x", "y") }),
        9 or 10 => Object(depth),
        11 => Described(Maybe(Maybe(new() { ["type"] = "array", ["items"] = Schema(depth - 1) }, "minItems", 1), "uniqueItems", true)),
        12 => Described(new() { ["type"] = "object", ["additionalProperties"] = Schema(depth - 1) }),
        13 => Described(new() { ["anyOf"] = new JsonArray(Schema(depth - 1), new JsonObject { ["type"] = "null" }) }),
        14 => Described(new() { [Pick("anyOf", "oneOf", "allOf")] = new JsonArray(Schema(depth - 1), Schema(depth - 1)) }),
        _ => Described(Maybe(new() { ["type"] = "array", ["items"] = OfType(Pick("string", "integer")) }, "default", new JsonArray())),
    };

    private JsonObject Described(JsonObject schema)
    {
        if (Chance(3))
        {
            schema.TryAdd("description", Text());
        }

        if (Chance(8))
        {
            schema.TryAdd("title", Text());
        }

        if (Chance(12))
        {
            schema.TryAdd("x-unit", new JsonObject { ["of"] = Text() });
        }

        return schema;
    }

    private Dictionary<string, JsonElement> Extensions() => Chance(4) ? new() { [$"x-{Pick("owner", "Tags", "n")}"] = JsonElement.Parse(Pick("\"me\"", "[1, 2.50, null]", """{ "a": { "b": true, "c": "x\"y" } }""", "-0.0", "\"true\"")) } : [];

    private static JsonObject OfType(string type) => new() { ["type"] = type };

    private JsonObject Maybe(JsonObject schema, string keyword, JsonNode? value)
    {
        if (Chance(2))
        {
            schema[keyword] = value;
        }

        return schema;
    }

    private string Text() => Pick(s_texts);

    private string? Trimmed() => Text().Trim() is { Length: > 0 } text ? text : null;

    private bool Chance(int of) => _random.Next(of) == 0;

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];
}

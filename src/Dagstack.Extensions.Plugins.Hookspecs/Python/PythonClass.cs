using System.Text;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.Python;

/// <summary>Writes an object as a model.</summary>
internal sealed class PythonClass(PythonTypes types, IReadOnlySet<string> names)
{
    private const int MaxLine = 110;

    public string Write(Declaration declaration)
    {
        var place = declaration.Place;
        var shape = (ObjectShape)place.Shape;
        var fields = PythonNames.Fields([.. shape.Fields.Select(static field => field.Name)], names);
        var text = new StringBuilder($"class {declaration.Name}(BaseModel):\n");
        if (place.Description is { } description)
        {
            text.Append(PythonText.Docstring(description, "    ")).Append('\n');
        }

        text.Append("    model_config = ConfigDict(").AppendJoin(", ", Config(shape, fields.Any(static pair => pair.Key != pair.Value))).Append(")\n\n");
        if (place.Find("additionalProperties") is { Schema.ValueKind: JsonValueKind.Object } others && place.Get("patternProperties") is null)
        {
            text.Append("    __pydantic_extra__: dict[str, ").Append(types.Of(others).Whole).Append("]\n");
        }

        foreach (var field in shape.Fields)
        {
            text.Append(Line(fields[field.Name], types.Of(place.Property(field.Name)), field));
        }

        return text.ToString();
    }

    private static IEnumerable<string> Config(ObjectShape shape, bool hasAliases)
    {
        yield return shape.IsOpen ? "extra=\"allow\"" : "extra=\"forbid\"";
        if (hasAliases)
        {
            yield return "populate_by_name=True";
            yield return "serialize_by_alias=True";
        }

        if (shape.Fields.Any(static field => field.Schema.ValueKind == JsonValueKind.Object && field.Schema.GetRawText().Contains("\"pattern\"", StringComparison.Ordinal)
            && Patterns(field.Schema).Any(PythonPattern.NeedsPython)))
        {
            yield return "regex_engine=\"python-re\"";
        }
    }

    private static IEnumerable<string> Patterns(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(static property => property is { Name: "pattern", Value.ValueKind: JsonValueKind.String } ? [property.Value.GetString()!] : Patterns(property.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Patterns),
        _ => [],
    };

    private static string Line(string name, PythonType type, Field field)
    {
        if (!field.IsRequired && field.Default.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            type = type.OrNone();
        }

        var arguments = Arguments(name, type, field).ToList();
        var start = $"    {name}: {type.Text}";
        if (arguments.Count == 0 || arguments is ["default=None"] || (arguments is [var only] && only.StartsWith("default=", StringComparison.Ordinal)))
        {
            return arguments.Count == 0 ? $"{start}\n" : $"{start} = {arguments[0]["default=".Length..]}\n";
        }

        var line = $"{start} = Field({string.Join(", ", arguments)})\n";
        return line.Length <= MaxLine ? line : $"{start} = Field(\n{string.Concat(arguments.Select(static argument => $"        {argument},\n"))}    )\n";
    }

    private static IEnumerable<string> Arguments(string name, PythonType type, Field field)
    {
        if (!field.IsRequired)
        {
            yield return field.Default.ValueKind switch
            {
                JsonValueKind.Array or JsonValueKind.Object => $"default_factory=lambda: {PythonText.Value(field.Default)}",
                JsonValueKind.Undefined => "default=None",
                _ => $"default={PythonText.Value(field.Default)}",
            };
            if (field.Default.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
            {
                yield return "validate_default=True";
            }
        }

        if (name != field.Name)
        {
            yield return $"alias={PythonText.Literal(field.Name)}";
        }

        foreach (var limit in type.Limits)
        {
            yield return limit;
        }

        if (field.Description is { } description)
        {
            yield return $"description={PythonText.Literal(description)}";
        }
    }
}

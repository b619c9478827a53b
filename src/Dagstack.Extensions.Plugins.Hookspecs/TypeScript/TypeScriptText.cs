using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Plugins.Hookspecs.TypeScript;

/// <summary>Texts and values as TypeScript writes them.</summary>
internal static partial class TypeScriptText
{
    private static readonly JsonSerializerOptions s_relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Gets the names that no type may have: those of the language that a module uses.</summary>
    public static IEnumerable<string> Reserved => ["Array", "BigInt", "Error", "Infinity", "JSON", "Map", "NaN", "Number", "Object", "PropertyKey", "Record", "RegExp", "Set", "String"];

    public static string Literal(string text) => JsonSerializer.Serialize(text, s_relaxed);

    public static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any() ? $"{{ {string.Join(", ", value.EnumerateObject().Select(static property => $"{Key(property.Name)}: {Value(property.Value)}"))} }}" : "{}",
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Value))}]",
        JsonValueKind.String => Literal(value.GetString()!),
        _ => value.GetRawText(),
    };

    /// <summary>Writes the name of a property of an object.</summary>
    public static string Key(string name) => name == "__proto__" ? "[\"__proto__\"]" : Identifier.IsMatch(name) ? name : Literal(name);

    /// <summary>Writes a comment.</summary>
    /// <param name="text">The text; nothing is written for an empty one.</param>
    /// <param name="indent">What stands before each line.</param>
    public static string Comment(string? text, string indent)
    {
        var lines = (text ?? string.Empty).Trim().ReplaceLineEndings("\n").Replace("*/", "*\\/", StringComparison.Ordinal).Split('\n').Select(static line => line.TrimEnd()).ToList();
        return lines switch
        {
            [""] => string.Empty,
            [var only] => $"{indent}/** {only} */\n",
            _ => $"{indent}/**\n{string.Concat(lines.Select(line => line.Length == 0 ? $"{indent} *\n" : $"{indent} * {line}\n"))}{indent} */\n",
        };
    }

    [GeneratedRegex(@"^[A-Za-z_$][A-Za-z0-9_$]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier { get; }
}

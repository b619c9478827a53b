using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.CSharp;

/// <summary>Writes the records and enums of a kind.</summary>
internal sealed class TypeWriter(CodeWriter code, RootFacts roots)
{
    public void Write(Declaration declaration)
    {
        var actual = declaration.SchemaWithoutNull();
        WriteDocumentation(actual, declaration.RootOf is null ? "A part of a payload." : "A payload.");
        var arguments = declaration.RootOf is { } file ? roots.OfRecord(declaration, file) : OfPart(declaration, actual);
        if (arguments.Count > 0)
        {
            code.Line($"[JsonSchema({string.Join(", ", arguments)})]");
        }

        if (declaration.Shape is ChoiceShape choice)
        {
            WriteEnum(declaration, choice);
        }
        else
        {
            WriteRecord(declaration);
        }
    }

    private static List<string> OfPart(Declaration declaration, JsonObject actual)
    {
        var arguments = new List<string>();
        if (declaration.Definition is { } name && name != declaration.Name)
        {
            arguments.Add($"Name = {CSharpText.Literal(name)}");
        }

        if (declaration.IsOpen)
        {
            arguments.Add("IsOpen = true");
        }

        arguments.AddRange(SchemaDifference.Find(declaration.Predict(), actual));
        return arguments;
    }

    private void WriteDocumentation(JsonObject schema, string otherwise)
    {
        var text = (schema["description"] ?? schema["title"]) is JsonValue said && said.GetValueKind() == JsonValueKind.String ? said.GetValue<string>() : string.Empty;
        code.Documentation("summary", string.IsNullOrWhiteSpace(text) ? otherwise : text);
    }

    private void WriteEnum(Declaration declaration, ChoiceShape choice)
    {
        code.Open($"public enum {declaration.Name}");
        var members = EnumMembers.Of(choice);
        for (var i = 0; i < members.Count; i++)
        {
            var (name, value) = members[i];
            if (i > 0)
            {
                code.Line();
            }

            code.Documentation("summary", $"The text \"{JavaScriptEncoder.Default.Encode(value)}\".");
            if (JsonNamingPolicy.SnakeCaseLower.ConvertName(name) != value)
            {
                code.Line($"[JsonStringEnumMemberName({CSharpText.Literal(value)})]");
            }

            code.Line($"{name},");
        }

        code.Close();
    }

    private void WriteRecord(Declaration declaration)
    {
        code.Open($"public sealed record {declaration.Name}");
        var isFirst = true;
        foreach (var member in declaration.Members)
        {
            Separate(ref isFirst);
            WriteMember(member);
        }

        if (declaration.IsFree)
        {
            Separate(ref isFirst);
            code.Documentation("summary", "Gets what the payload has, by name.");
            code.Line("[JsonExtensionData]");
            code.Line("public IDictionary<string, JsonElement> Values { get; init; } = new Dictionary<string, JsonElement>();");
        }

        foreach (var nested in declaration.Nested)
        {
            Separate(ref isFirst);
            Write(nested);
        }

        code.Close();
    }

    private void Separate(ref bool isFirst)
    {
        if (!isFirst)
        {
            code.Line();
        }

        isFirst = false;
    }

    private void WriteMember(Member member)
    {
        var (field, type) = (member.Field, member.Type);
        code.Documentation("summary", string.IsNullOrWhiteSpace(field.Description) ? $"The field {field.Name}." : field.Description);
        if (JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name) != field.Name)
        {
            code.Line($"[JsonPropertyName({CSharpText.Literal(field.Name)})]");
        }

        var given = DefaultValue.Of(member);
        var predicted = type.SchemaWithNull();

        // What may be left out and has no value of its own then is null in C#, and never written.
        var isLeftOut = !field.IsRequired && !type.AllowsNull && given?.Initializer is null;
        if (isLeftOut)
        {
            code.Line("[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]");
        }

        if (given?.Attribute is { } value && !field.IsRequired)
        {
            code.Line($"[DefaultValue({value})]");
            predicted["default"] = JsonNode.Parse(field.Default.GetRawText());
        }

        var actual = field.Schema.ValueKind == JsonValueKind.Object ? (JsonObject)JsonNode.Parse(field.Schema.GetRawText())! : field.Schema.ValueKind == JsonValueKind.False ? new() { ["not"] = new JsonObject() } : [];
        var arguments = SchemaDifference.Find(predicted, actual);
        if (arguments.Count > 0)
        {
            code.Line($"[JsonSchema({string.Join(", ", arguments)})]");
        }

        var required = field.IsRequired ? "required " : string.Empty;
        var text = isLeftOut ? $"{type.Text}?" : type.TextWithNull;
        var initializer = !field.IsRequired && given?.Initializer is { } initial and not ("false" or "0" or "0L" or "0d") ? $" = {initial};" : string.Empty;
        code.Line($"public {required}{text} {CSharpText.Name(member.Name)} {{ get; init; }}{initializer}");
    }
}

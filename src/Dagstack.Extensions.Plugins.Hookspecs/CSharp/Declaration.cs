using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.CSharp;

/// <summary>A record or enum that is declared for a schema.</summary>
/// <param name="name">Its name.</param>
/// <param name="schema">The schema.</param>
/// <param name="shape">What it describes: an object with names, or one of several texts.</param>
internal sealed class Declaration(string name, JsonElement schema, Shape shape)
{
    public string Name { get; } = name;

    public JsonElement Schema { get; } = schema;

    public Shape Shape { get; } = shape;

    /// <summary>Gets the file whose root it is; null for others.</summary>
    public PayloadFile? RootOf { get; init; }

    /// <summary>Gets its name under <c>$defs</c>; null for others.</summary>
    public string? Definition { get; init; }

    /// <summary>Gets the properties of a record.</summary>
    public List<Member> Members { get; } = [];

    /// <summary>Gets the types that are declared inside.</summary>
    public List<Declaration> Nested { get; } = [];

    /// <summary>Gets the names that are taken inside.</summary>
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal) { name, "Equals", "GetHashCode", "GetType", "ToString", "ReferenceEquals", "MemberwiseClone", "Finalize", "EqualityContract", "PrintMembers", "Clone", "Deconstruct" };

    /// <summary>Gets a value indicating whether it takes names that it does not know, and has no other.</summary>
    public bool IsFree => Shape is MapShape;

    public bool IsOpen => Shape is MapShape or ObjectShape { IsOpen: true };

    /// <summary>Makes the schema that the codec writes for the type itself, without what its attribute says.</summary>
    public JsonObject Predict()
    {
        if (Shape is ChoiceShape choice)
        {
            return new() { ["type"] = "string", ["enum"] = new JsonArray([.. choice.Values.Select(static value => JsonValue.Create(value))]) };
        }

        var schema = new JsonObject { ["type"] = "object" };
        if (!IsOpen)
        {
            schema["additionalProperties"] = false;
        }

        if (Members.Any(static member => member.Field.IsRequired))
        {
            schema["required"] = new JsonArray([.. Members.Where(static member => member.Field.IsRequired).Select(static member => JsonValue.Create(member.Field.Name))]);
        }

        schema["properties"] = new JsonObject(Members.Select(static member => KeyValuePair.Create(member.Field.Name, JsonNode.Parse(member.Field.Schema.GetRawText()))));
        return schema;
    }

    /// <summary>Gets its schema without null: whether that is allowed is said where the type is used.</summary>
    public JsonObject SchemaWithoutNull()
    {
        var schema = (JsonObject)JsonNode.Parse(Schema.GetRawText())!;
        if (schema["type"] is JsonArray types)
        {
            types.RemoveAll(static type => type?.GetValue<string>() == "null");
            schema["type"] = types is [{ } only] ? only.DeepClone() : types.DeepClone();
        }

        (schema["enum"] as JsonArray)?.RemoveAll(static value => value is null);
        return schema;
    }

    /// <summary>Finds the definitions that the type leads to, itself left out.</summary>
    public HashSet<Declaration> Reach() => Reach(Members.SelectMany(static member => member.Type.References));

    /// <summary>Finds the definitions that some lead to, those among them.</summary>
    public static HashSet<Declaration> Reach(IEnumerable<Declaration> from)
    {
        var found = new HashSet<Declaration>();
        var waiting = new Stack<Declaration>(from);
        while (waiting.TryPop(out var next))
        {
            if (found.Add(next))
            {
                foreach (var reference in next.AllMembers().SelectMany(static member => member.Type.References))
                {
                    waiting.Push(reference);
                }
            }
        }

        return found;
    }

    private IEnumerable<Member> AllMembers() => Members.Concat(Nested.SelectMany(static nested => nested.AllMembers()));
}

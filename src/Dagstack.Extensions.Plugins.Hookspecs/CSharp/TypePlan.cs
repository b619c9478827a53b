using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.CSharp;

/// <summary>The types that are declared for a kind: a record for each root that is an object, types of their own for <c>$defs</c>, and nested ones for what is written in place.</summary>
internal sealed class TypePlan
{
    /// <summary>Names that the file uses itself.</summary>
    private static readonly string[] s_reserved =
    [
        "CancellationToken", "DateOnly", "DateTimeOffset", "DefaultValue", "Description", "Dictionary", "DispatchClass", "Hook", "HookspecExtension", "IDictionary", "IReadOnlyDictionary", "IReadOnlyList", "JsonElement",
        "JsonExtensionData", "JsonIgnore", "JsonIgnoreCondition", "JsonPropertyName", "JsonSchema", "JsonStringEnumMemberName", "PluginKind", "System", "ValueTask",
    ];

    private readonly HashSet<string> _names;
    private readonly Dictionary<(PayloadFile File, string? Definition), Declaration> _declarations = [];

    private TypePlan(string interfaceName) => _names = new(s_reserved, StringComparer.Ordinal) { interfaceName };

    /// <summary>Gets the types in their order.</summary>
    public List<Declaration> Declarations { get; } = [];

    public static TypePlan Create(string interfaceName, IReadOnlyList<PayloadFile> files)
    {
        var plan = new TypePlan(interfaceName);
        foreach (var file in files)
        {
            plan.Declare(file);
        }

        foreach (var group in plan._declarations.GroupBy(static pair => pair.Value))
        {
            plan.Fill(group.Key, group.First().Key.File);
        }

        return plan;
    }

    /// <summary>Finds the record that the root of a file is; null if it is none.</summary>
    public Declaration? RootOf(PayloadFile file) => _declarations.GetValueOrDefault((file, null));

    /// <summary>Finds the type of a root.</summary>
    public CSharpType OfRoot(PayloadFile file) => RootOf(file) is { } root ? new(root.Name, [], file.Shape.AllowsNull) { References = [root] } : TypeOf(file.Shape, file.Schema, file, null, string.Empty);

    private static bool IsDeclared(Shape shape) => shape is ObjectShape or ChoiceShape;

    private void Declare(PayloadFile file)
    {
        // What stands beside null in a union is no root.
        if ((IsDeclared(file.Shape) && !file.IsEmpty && !file.Schema.TryGetProperty("anyOf", out _) && !file.Schema.TryGetProperty("oneOf", out _)) || file is { Shape: MapShape, IsInput: true })
        {
            Add(file, null, new(Names.Unique(file.TypeName, _names), file.Schema, file.Shape) { RootOf = file });
        }

        foreach (var definition in file.Definitions.OrderBy(static definition => definition.Name, StringComparer.Ordinal))
        {
            var shape = ShapeReader.Read(definition.Value);
            if (!IsDeclared(shape))
            {
                continue;
            }

            // Two files that have the same definition mean the same type.
            var same = _declarations.FirstOrDefault(known => known.Key.Definition == definition.Name && JsonElement.DeepEquals(known.Value.Schema, definition.Value) && HaveSameDefinitions(known.Key.File, file)).Value;
            if (same is not null)
            {
                _declarations[(file, definition.Name)] = same;
            }
            else
            {
                Add(file, definition.Name, new(Names.Unique(Names.Pascal(definition.Name), _names), definition.Value, shape) { Definition = definition.Name });
            }
        }
    }

    private static bool HaveSameDefinitions(PayloadFile one, PayloadFile other) => JsonElement.DeepEquals(one.Schema.GetProperty("$defs"), other.Schema.GetProperty("$defs"));

    private void Add(PayloadFile file, string? definition, Declaration declaration)
    {
        _declarations.Add((file, definition), declaration);
        Declarations.Add(declaration);
    }

    private void Fill(Declaration declaration, PayloadFile file)
    {
        foreach (var field in declaration.Shape is ObjectShape { Fields: var fields } ? fields : [])
        {
            var name = Names.Unique(Names.Pascal(field.Name), declaration.Names);
            declaration.Members.Add(new(name, field, TypeOf(field.Shape, field.Schema, file, declaration, name)));
        }
    }

    /// <summary>Finds the type for a shape.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="file">The file that it stands in.</param>
    /// <param name="owner">The type that takes the ones that are declared in place; null if there is none.</param>
    /// <param name="name">What the value is called.</param>
    private CSharpType TypeOf(Shape shape, JsonElement schema, PayloadFile file, Declaration? owner, string name) => shape switch
    {
        ReferenceShape reference => Refer(reference, file),
        TextShape { Format: "date-time" } => new("DateTimeOffset", new() { ["type"] = "string", ["format"] = "date-time" }, shape.AllowsNull),
        TextShape { Format: "date" } => new("DateOnly", new() { ["type"] = "string", ["format"] = "date" }, shape.AllowsNull),
        TextShape => new("string", OfType("string"), shape.AllowsNull),
        BytesShape => new("byte[]", new() { ["type"] = "string", ["contentEncoding"] = "base64", ["maxLength"] = 13_981_016 }, shape.AllowsNull),
        IntegerShape { IsSmall: true } => new("int", new() { ["type"] = "integer", ["minimum"] = int.MinValue, ["maximum"] = int.MaxValue }, shape.AllowsNull),
        IntegerShape => new("long", OfType("integer"), shape.AllowsNull),
        NumberShape => new("double", OfType("number"), shape.AllowsNull),
        BooleanShape => new("bool", OfType("boolean"), shape.AllowsNull),
        ListShape list => List(list, file, owner, name),
        MapShape { Value: not AnyShape } map => Map(map, file, owner, name),
        ObjectShape or ChoiceShape when owner is not null => Inline(shape, schema, file, owner, $"{name}Value"),
        _ => AnyValue(),
    };

    private static CSharpType AnyValue() => new(CSharpType.Any, []);

    private static JsonObject OfType(string type) => new() { ["type"] = type };

    private CSharpType Refer(ReferenceShape reference, PayloadFile file)
    {
        if (_declarations.TryGetValue((file, reference.Name), out var declaration))
        {
            return new(declaration.Name, new() { ["$ref"] = reference.Name is null ? "#" : $"#/$defs/{reference.Name}" }) { References = reference.Name is null ? [] : [declaration] };
        }

        // A definition that is a text, a number or a list of them is none in C#; what it says is kept beside it.
        var definition = reference.Name is null ? default : file.Definitions.FirstOrDefault(candidate => candidate.Name == reference.Name);
        return definition.Value.ValueKind != JsonValueKind.Object || ShapeReader.Read(definition.Value) is var shape && shape is ReferenceShape or ListShape or MapShape ? AnyValue() : TypeOf(shape, definition.Value, file, null, string.Empty);
    }

    private CSharpType List(ListShape list, PayloadFile file, Declaration? owner, string name)
    {
        var item = Within(list.Item, list.ItemSchema, file, owner, $"{name}Item");
        return new($"IReadOnlyList<{item.TextWithNull}>", item.IsAny ? OfType("array") : new() { ["type"] = "array", ["items"] = item.SchemaWithNull() }, list.AllowsNull) { References = item.References };
    }

    private CSharpType Map(MapShape map, PayloadFile file, Declaration? owner, string name)
    {
        var value = Within(map.Value, map.ValueSchema, file, owner, $"{name}Entry");
        return new($"IReadOnlyDictionary<string, {value.TextWithNull}>", new() { ["type"] = "object", ["additionalProperties"] = value.SchemaWithNull() }, map.AllowsNull) { References = value.References };
    }

    private CSharpType Within(Shape shape, JsonElement schema, PayloadFile file, Declaration? owner, string name) =>
        IsDeclared(shape) ? owner is null ? AnyValue() : Inline(shape, schema, file, owner, name) : TypeOf(shape, schema, file, owner, name);

    /// <summary>Declares a type in place. What the schema says beyond it is said by the type's own attribute.</summary>
    private CSharpType Inline(Shape shape, JsonElement schema, PayloadFile file, Declaration owner, string name)
    {
        // Of one that stands beside null in a union, the type is what stands there.
        var own = schema.TryGetProperty("type", out _) || schema.TryGetProperty("enum", out _) ? schema : OptionOf(schema);
        var nested = new Declaration(Names.Unique(name, owner.Names), own, shape);
        owner.Nested.Add(nested);
        Fill(nested, file);
        return new(nested.Name, nested.SchemaWithoutNull(), shape.AllowsNull) { References = [.. nested.Members.SelectMany(static member => member.Type.References)] };
    }

    private static JsonElement OptionOf(JsonElement union) => (union.TryGetProperty("anyOf", out var options) ? options : union.GetProperty("oneOf")).EnumerateArray()
        .First(static option => ShapeReader.Read(option) is not NullShape);
}

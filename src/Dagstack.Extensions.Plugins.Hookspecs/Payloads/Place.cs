using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>A schema within a schema file.</summary>
/// <param name="File">The file.</param>
/// <param name="Pointer">Where it stands there, as a JSON Pointer; empty for the root.</param>
/// <param name="Schema">The schema.</param>
internal sealed record Place(PayloadFile File, string Pointer, JsonElement Schema)
{
    private static readonly string[] s_one = ["items", "additionalProperties", "propertyNames", "not", "if", "then", "else"];
    private static readonly string[] s_list = ["items", "prefixItems", "allOf", "anyOf", "oneOf"];
    private static readonly string[] s_map = ["properties", "patternProperties"];

    private static readonly string[] s_composing = ["allOf", "anyOf", "oneOf", "not", "if"];

    /// <summary>Gets the shape of the schema: of one with a type and more, that of the type. Of alternatives it is a union, be there one besides null.</summary>
    public Shape Shape => ShapeReader.Read(Get("type") is not null && Array.Exists(s_composing, keyword => Get(keyword) is not null) ? WithoutComposing() : Schema) switch
    {
        UnionShape union => union,
        NullShape nothing => nothing,
        var shape when IsUnion => new UnionShape([]) { AllowsNull = shape.AllowsNull },
        var shape => shape,
    };

    /// <summary>Gets a value indicating whether the schema is nothing but alternatives.</summary>
    private bool IsUnion => Get("type") is null && Get("$ref") is null && s_composing.Where(keyword => Get(keyword) is not null).ToList() is ["anyOf" or "oneOf"];

    /// <summary>Gets what the schema is for, as one text; null where nothing is said.</summary>
    public string? Description => Text("description") ?? Text("title");

    /// <summary>Gets the schemas right below this one, without definitions.</summary>
    public IEnumerable<Place> Children => s_one.Select(Find).OfType<Place>().Where(static child => child.Schema.ValueKind != JsonValueKind.Array)
        .Concat(s_list.SelectMany(List)).Concat(s_map.SelectMany(Map));

    /// <summary>Gets the pointer that its reference means, in the one way in which pointers are written here; null if it is no reference within its file.</summary>
    public string? Reference => Text("$ref") is { } reference && (reference == "#" || reference.StartsWith("#/", StringComparison.Ordinal))
        ? string.Concat(reference.Split('/').Skip(1).Select(static part => $"/{JsonPointer.Escape(JsonPointer.UnescapeReference(part))}"))
        : null;

    /// <summary>Gets the value of a keyword; null if the schema does not have it.</summary>
    public JsonElement? Get(string keyword) => Schema.ValueKind == JsonValueKind.Object && Schema.TryGetProperty(keyword, out var value) ? value : null;

    /// <summary>Gets the text of a keyword; null if it is none.</summary>
    public string? Text(string keyword) => Get(keyword) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>Gets the schema of a keyword; null if the schema does not have it.</summary>
    public Place? Find(string keyword) => Get(keyword) is { } schema ? new(File, $"{Pointer}/{keyword}", schema) : null;

    /// <summary>Gets the schemas in the list of a keyword.</summary>
    public IEnumerable<Place> List(string keyword) => Get(keyword) is { ValueKind: JsonValueKind.Array } list
        ? list.EnumerateArray().Select((schema, index) => new Place(File, $"{Pointer}/{keyword}/{index}", schema))
        : [];

    /// <summary>Gets the schemas in the object of a keyword.</summary>
    public IEnumerable<Place> Map(string keyword) => Get(keyword) is { ValueKind: JsonValueKind.Object } map
        ? map.EnumerateObject().Select(property => new Place(File, $"{Pointer}/{keyword}/{JsonPointer.Escape(property.Name)}", property.Value))
        : [];

    /// <summary>Gets the schema of a property.</summary>
    public Place Property(string name) => new(File, $"{Pointer}/properties/{JsonPointer.Escape(name)}", Schema.GetProperty("properties").GetProperty(name));

    /// <summary>Goes to another schema of the same file.</summary>
    /// <param name="pointer">Where it stands, as <see cref="Reference"/> writes it.</param>
    public Place At(string pointer)
    {
        var schema = File.Schema;
        foreach (var part in pointer.Split('/').Skip(1).Select(JsonPointer.Unescape))
        {
            schema = schema.ValueKind == JsonValueKind.Array ? schema[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)] : schema.GetProperty(part);
        }

        return new(File, pointer, schema);
    }

    private JsonElement WithoutComposing()
    {
        var bare = JsonObject.Create(Schema)!.DeepClone().AsObject();
        Array.ForEach(s_composing, keyword => bare.Remove(keyword));
        return JsonText.Element(bare);
    }
}

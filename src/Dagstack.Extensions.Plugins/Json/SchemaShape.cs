using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>One document of JSON Schema while it is written: what stands in place in it, and what is referred to.</summary>
internal abstract class SchemaShape
{
    protected const string Reference = "$ref";
    protected const string Definitions = "$defs";
    protected const string DefinitionsStart = "#/$defs/";

    /// <summary>Gets a value indicating whether schemas say all that a contract says: objects have no other properties, and null is where C# has it.</summary>
    public virtual bool IsExact => false;

    /// <summary>Gets the definitions that attributes have given.</summary>
    protected JsonObject Given { get; } = [];

    /// <summary>Writes the schema of a type, to be put into the document.</summary>
    public abstract JsonObject Export(JsonTypeInfo info);

    /// <summary>Writes the schema of the type that the whole document is about.</summary>
    public virtual JsonObject ExportRoot(JsonTypeInfo info) => Export(info);

    /// <summary>Takes null out of a schema that <see cref="Export"/> made, and not out of the definition that it may refer to.</summary>
    public abstract JsonObject WithoutNull(JsonObject schema);

    /// <summary>Finds where a type has a definition of its own; null if it is written in place.</summary>
    public virtual string? PointerTo(JsonTypeInfo info) => null;

    /// <summary>Lets elements of a value be null where its declaration does, if that is not so anyway.</summary>
    /// <param name="schema">The schema of the value.</param>
    /// <param name="member">The property or field that has it.</param>
    public virtual void AllowNulls(JsonObject schema, ICustomAttributeProvider? member)
    {
    }

    /// <summary>Lets elements of an argument or result be null where its declaration does, if that is not so anyway.</summary>
    /// <param name="schema">The schema of the value.</param>
    /// <param name="parameter">Its parameter.</param>
    /// <param name="type">Its type.</param>
    public virtual void AllowNulls(JsonObject schema, ParameterInfo? parameter, Type type)
    {
    }

    /// <summary>Makes the document of the schema that is its root.</summary>
    /// <param name="schema">The root.</param>
    /// <param name="place">Where the attribute is, for a message.</param>
    /// <param name="attribute">What is said of the root.</param>
    public abstract JsonObject Close(JsonObject schema, string place, JsonSchemaAttribute? attribute);

    /// <summary>Puts what an attribute says into a schema.</summary>
    public void Add(JsonObject schema, string place, JsonSchemaAttribute? attribute)
    {
        if (attribute is null)
        {
            return;
        }

        foreach (var (name, definition) in SchemaKeywordsOf.Apply(schema, place, attribute))
        {
            Given[name] = definition;
        }

        if (IsExact && attribute.IsOpen && schema["additionalProperties"] is JsonValue value && value.TryGetValue<bool>(out var isAllowed) && !isAllowed)
        {
            schema.Remove("additionalProperties");
        }
    }
}

using System.ComponentModel;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>What attributes say of the schemas of types and their properties.</summary>
internal static class SchemaAttributes
{
    public static JsonSchemaAttribute? Of(ICustomAttributeProvider? member) => Find<JsonSchemaAttribute>(member);

    public static string? DescriptionOf(ICustomAttributeProvider? member) => Find<DescriptionAttribute>(member) is { Description: { Length: > 0 } text } ? text : null;

    public static DefaultValueAttribute? DefaultOf(JsonPropertyInfo property) => Find<DefaultValueAttribute>(property.AttributeProvider);

    /// <summary>Tells whether a property is left out where it would be null, so that it never is.</summary>
    public static bool IsLeftOutForNull(JsonPropertyInfo? property) =>
        property is { IsRequired: false }
        && Find<JsonIgnoreAttribute>(property.AttributeProvider) is { Condition: JsonIgnoreCondition.WhenWritingNull or JsonIgnoreCondition.WhenWritingDefault };

    private static T? Find<T>(ICustomAttributeProvider? member)
        where T : Attribute =>
        member?.GetCustomAttributes(typeof(T), inherit: true) is [T attribute, ..] ? attribute : null;
}

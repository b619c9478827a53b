using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Makes the options that schemas are exported with.</summary>
/// <remarks>
/// The exporter writes the defaults of constructors itself: it throws for those that JSON does not have, and skips the correction of every
/// schema that has one. It does neither for types that it believes to have a constructor without parameters.
/// </remarks>
internal static class SchemaOptions
{
    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> s_options = [];

    /// <param name="options">The codec's own.</param>
    public static JsonSerializerOptions Of(JsonSerializerOptions options) => s_options.GetValue(options, Create);

    private static JsonSerializerOptions Create(JsonSerializerOptions options)
    {
        var copy = new JsonSerializerOptions(options);
        copy.TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(type => HideConstructor(type, options));
        copy.MakeReadOnly();
        return copy;
    }

    private static void HideConstructor(JsonTypeInfo type, JsonSerializerOptions options)
    {
        var given = type.Kind == JsonTypeInfoKind.Object ? options.GetTypeInfo(type.Type).Properties.Where(static property => property.AssociatedParameter is not null).ToList() : [];
        if (given.Count == 0)
        {
            return;
        }

        type.CreateObject = static () => throw new NotSupportedException("Schemas create nothing.");
        foreach (var property in type.Properties)
        {
            if (given.Find(candidate => candidate.Name == property.Name) is { } known && (known.Get is not null || known.Set is not null))
            {
                property.Set ??= static (_, _) => { };
                property.IsRequired = known.IsRequired;
                property.IsSetNullable |= known.AssociatedParameter!.IsNullable;
            }
        }
    }
}

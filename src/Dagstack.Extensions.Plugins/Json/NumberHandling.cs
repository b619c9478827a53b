using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Keeps what a type says of its numbers within the contract's table of values.</summary>
internal static class NumberHandling
{
    public static void Restrict(JsonTypeInfo type)
    {
        type.NumberHandling = Finite(type.NumberHandling);
        foreach (var property in type.Properties)
        {
            // A decimal is text and may be read as a number anyway; the serializer accepts no handling beside a converter.
            var underlying = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            property.NumberHandling = underlying == typeof(decimal) ? null : Finite(property.NumberHandling);
        }
    }

    private static JsonNumberHandling? Finite(JsonNumberHandling? handling) => handling & ~JsonNumberHandling.AllowNamedFloatingPointLiterals;
}

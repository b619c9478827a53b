using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>What the schemas of types that JSON has only as texts and numbers say beyond the serializer's exporter.</summary>
internal static class TypeFormats
{
    public static void Refine(JsonObject schema, Type type)
    {
        schema.Remove("$comment");
        if (type == typeof(TimeOnly))
        {
            // The format "time" asks for an offset.
            schema.Remove("format");
            schema["pattern"] = @"^[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?$";
        }
        else if (type == typeof(DateOnly))
        {
            schema["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
        }
        else if (type == typeof(Guid))
        {
            schema["pattern"] = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";
        }
        else if (type == typeof(Uri))
        {
            schema["format"] = "uri-reference";
        }
        else if (RangeOf(type) is var (least, most))
        {
            schema["minimum"] = least;
            schema["maximum"] = most;
        }
    }

    /// <summary>The range of whole numbers that everybody can write exactly.</summary>
    private static (long Least, long Most)? RangeOf(Type type) => Type.GetTypeCode(type.IsEnum ? typeof(object) : type) switch
    {
        TypeCode.SByte => (sbyte.MinValue, sbyte.MaxValue),
        TypeCode.Byte => (byte.MinValue, byte.MaxValue),
        TypeCode.Int16 => (short.MinValue, short.MaxValue),
        TypeCode.UInt16 => (ushort.MinValue, ushort.MaxValue),
        TypeCode.Int32 => (int.MinValue, int.MaxValue),
        TypeCode.UInt32 => (uint.MinValue, uint.MaxValue),
        _ => null,
    };
}

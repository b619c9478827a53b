using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Says what the JSON of a type looks like, for a message.</summary>
internal static class Expected
{
    public static string Of(JsonTypeInfo info) => info.Converter is IWireValue value ? value.Expected : Of(info.Type, info.Kind);

    private static string Of(Type type, JsonTypeInfoKind kind) => Type.GetTypeCode(type) switch
    {
        TypeCode.String => "text",
        TypeCode.Boolean => "true or false",
        TypeCode.Char => "a text of one character",
        TypeCode.SByte => Whole(sbyte.MinValue, sbyte.MaxValue),
        TypeCode.Byte => Whole(byte.MinValue, byte.MaxValue),
        TypeCode.Int16 => Whole(short.MinValue, short.MaxValue),
        TypeCode.UInt16 => Whole(ushort.MinValue, ushort.MaxValue),
        TypeCode.Int32 => Whole(int.MinValue, int.MaxValue),
        TypeCode.UInt32 => Whole(uint.MinValue, uint.MaxValue),
        TypeCode.Int64 => Whole(long.MinValue, long.MaxValue),
        TypeCode.UInt64 => Whole(ulong.MinValue, ulong.MaxValue),
        TypeCode.Single or TypeCode.Double => "a number",
        _ when type == typeof(Half) => "a number",
        _ when type == typeof(Guid) => "a GUID such as \"0f8fad5b-d9cb-469f-a165-70867728950e\"",
        _ when type == typeof(DateOnly) => "a date such as \"2026-01-31\"",
        _ when type == typeof(TimeOnly) => "a time of day such as \"18:30:00\"",
        _ when type == typeof(TimeSpan) => "a duration such as \"00:00:30\" or \"1.12:00:00\"",
        _ when type == typeof(Uri) => "a URI as text",
        _ when Nullable.GetUnderlyingType(type) is { } underlying => Of(underlying, kind),
        _ when kind == JsonTypeInfoKind.Enumerable => "a list",
        _ when kind is JsonTypeInfoKind.Dictionary => "an object of keys and values",
        _ when kind == JsonTypeInfoKind.Object => "an object",
        _ => $"what {TypeName.Of(type)} is in JSON",
    };

    private static string Whole<T>(T least, T most)
        where T : IFormattable => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"a whole number from {least} to {most}");
}

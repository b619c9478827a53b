using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Looks for the offset of a date and time, which the reader of JSON would replace by the machine's own.</summary>
internal static class OffsetText
{
    public const string Expected = "a date and time with its offset, such as \"2026-01-31T18:30:00+01:00\" or \"2026-01-31T17:30:00Z\"";

    public static JsonObject CreateSchema() => new()
    {
        ["type"] = "string",
        ["format"] = "date-time",
        ["pattern"] = @"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,16})?)?(Z|[+-][0-9]{2}(:[0-9]{2})?)$",
    };

    public static bool IsIn(ref Utf8JsonReader reader) =>
        IsIn(reader.HasValueSequence || reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan);

    private static bool IsIn(ReadOnlySpan<byte> text) =>
        text.IndexOf((byte)'T') is > 0 and var at && text[at..].IndexOfAny("Z+-"u8) >= 0;
}

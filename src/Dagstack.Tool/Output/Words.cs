using System.Text.Json;

namespace Dagstack.Tool.Output;

/// <summary>Names in code as words.</summary>
internal static class Words
{
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}

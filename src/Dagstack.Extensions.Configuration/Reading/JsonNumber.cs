using System.Globalization;

namespace Dagstack.Extensions.Configuration.Reading;

/// <summary>Numbers of canonical JSON: the shortest digits that read back the same, written as ECMAScript does (RFC 8785 §3.2.2.3).</summary>
internal static class JsonNumber
{
    public static string Text(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        // .NET has the same digits, but another rule for when there is an exponent.
        var (digits, point) = Split(Math.Abs(value).ToString("R", CultureInfo.InvariantCulture));
        var sign = value < 0 ? "-" : string.Empty;
        return sign + (point, digits.Length) switch
        {
            ( > 0 and <= 21, var length) when length <= point => digits.PadRight(point, '0'),
            ( > 0 and <= 21, _) => $"{digits[..point]}.{digits[point..]}",
            ( > -6 and <= 0, _) => $"0.{new string('0', -point)}{digits}",
            _ => string.Create(CultureInfo.InvariantCulture, $"{digits[..1]}{(digits.Length > 1 ? "." : string.Empty)}{digits[1..]}e{(point > 0 ? "+" : "-")}{Math.Abs(point - 1)}"),
        };
    }

    private static (string Digits, int Point) Split(string text)
    {
        var exponent = 0;
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        if (mark >= 0)
        {
            exponent = int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..mark];
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var point = (dot < 0 ? text.Length : dot) + exponent;
        var digits = text.Replace(".", string.Empty, StringComparison.Ordinal);
        var significant = digits.TrimStart('0');
        point -= digits.Length - significant.Length;
        return (significant.TrimEnd('0'), point);
    }
}

using System.Globalization;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Units;

/// <summary>How long a unit may wait, as a person writes it.</summary>
internal static class Waiting
{
    /// <summary>Reads a number with a unit, such as <c>90s</c>, <c>15m</c>, <c>2h</c> or <c>1d</c>.</summary>
    /// <exception cref="WrongUseException">It is none.</exception>
    public static TimeSpan Read(string text)
    {
        var seconds = text is [.. var digits, var unit] && double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number * (unit switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => double.NaN })
            : double.NaN;
        return seconds is > 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : throw new WrongUseException($"'{Excerpt.Of(text)}' is no time to wait. Write a number of seconds, minutes, hours or days, as --expires 90s, 15m, 2h or 1d.");
    }
}

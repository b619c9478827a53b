using System.Globalization;

namespace Dagstack.Extensions.Configuration.Reading;

/// <summary>Indices of lists as text; the small ones are made once.</summary>
internal static class Indices
{
    private static readonly string[] s_small = [.. Enumerable.Range(0, 100).Select(static index => index.ToString(CultureInfo.InvariantCulture))];

    public static string Text(int index) => index < s_small.Length ? s_small[index] : index.ToString(CultureInfo.InvariantCulture);
}

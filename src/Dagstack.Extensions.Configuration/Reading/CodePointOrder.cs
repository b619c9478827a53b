namespace Dagstack.Extensions.Configuration.Reading;

/// <summary>The order of Unicode code points, which is that of UTF-8 bytes, and not that of UTF-16 where surrogates meet U+E000 and above.</summary>
internal sealed class CodePointOrder : IComparer<string>
{
    public static CodePointOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var length = x.AsSpan().CommonPrefixLength(y);
        return length == x!.Length || length == y!.Length ? x.Length.CompareTo(y!.Length) : Weight(x[length]).CompareTo(Weight(y[length]));
    }

    private static int Weight(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}

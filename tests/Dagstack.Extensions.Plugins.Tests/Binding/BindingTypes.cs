using System.Diagnostics.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Tests;

// Shapes that options have, kept together because none means anything alone.
internal enum Color
{
    Red = 0,
    DeepBlue = 7,
}

[Flags]
internal enum Access
{
    None = 0,
    Read = 1,
    Write = 2,
}

internal enum Small : sbyte
{
    High = -1,
}

internal enum Big : ulong
{
    Top = ulong.MaxValue,
}

internal sealed class Holder<T>
{
    public T? Value { get; set; }
}

internal sealed class Inner
{
    public int Size { get; set; } = 3;

    public string Name { get; set; } = "inner";
}

internal readonly record struct Percent(int Value) : IParsable<Percent>
{
    public static Percent Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException();

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Percent result)
    {
        result = default;
        if (s == "throw")
        {
            throw new InvalidOperationException("thrown on purpose");
        }

        var isPercent = s is [.., '%'] && int.TryParse(s[..^1], out var number) && (result = new Percent(number)).Value >= 0;
        return isPercent;
    }
}

using System.Globalization;
using System.Text;

namespace Dagstack.Tool.Archives;

/// <summary>What a name is to file systems that do not tell capitals apart, or the two ways to write a letter with an accent.</summary>
/// <remarks>Without the data of Unicode for it, accents are told from letters by their category. Names that only look alike to this may be refused, where one of them has accents apart from their letters.</remarks>
internal static class NameKey
{
    private const char Other = '\uFFFF';

    /// <summary>Makes the key of a name: two names with one are one file where capitals do not count.</summary>
    public static string Of(string name) => name.ToUpperInvariant();

    /// <summary>Tells whether a name may be that of another one in other letters: it has accents apart, parts of syllables, or signs that stand for others.</summary>
    public static bool HasTwoForms(string name) => name.EnumerateRunes().Any(static rune => IsApart(rune) || Singleton(rune) != rune || IsCompatible(rune));

    /// <summary>Makes what a name has in common with its other forms: whatever is no plain letter is the same.</summary>
    public static string Skeleton(string name)
    {
        var skeleton = new StringBuilder();
        foreach (var rune in Of(name).EnumerateRunes().Select(Singleton))
        {
            if (rune.IsAscii)
            {
                skeleton.Append((char)rune.Value);
                continue;
            }

            // An accent belongs to the letter before it.
            if (IsApart(rune) && skeleton is [.., not '/'])
            {
                skeleton.Length--;
            }

            if (skeleton is not [.., Other])
            {
                skeleton.Append(Other);
            }
        }

        return skeleton.ToString();
    }

    private static bool IsApart(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        || rune.Value is (>= 0x1100 and <= 0x11FF) or (>= 0xA960 and <= 0xA97F) or (>= 0xD7B0 and <= 0xD7FF);

    private static bool IsCompatible(Rune rune) => rune.Value is (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F) or (>= 0x1F00 and <= 0x1FFF);

    private static Rune Singleton(Rune rune) => new(rune.Value switch
    {
        0x212A => 'K',
        0x037E => ';',
        0x1FEF => '`',
        0x2126 => 'Ω',
        0x212B => 'Å',
        0x0387 => '·',
        0x2000 or 0x2001 => 0x2002,
        _ => rune.Value,
    });
}

using System.Text;

namespace Dagstack.Tool.Archives;

/// <summary>What a name is to file systems that do not tell capitals apart, or the two ways to write a letter with an accent.</summary>
/// <remarks>
/// The data of Unicode for it is not here, so that letters are told by ranges that have more than they need: a name with accents apart from their
/// letters may be refused beside one that has other accents in the same places.
/// </remarks>
internal static class NameKey
{
    private const char Composed = '\uFFFF';

    /// <summary>Marks that make one letter with what is before them, and parts of syllables.</summary>
    private static readonly (int First, int Last)[] s_apart =
    [
        (0x0300, 0x0345), (0x05B0, 0x05C7), (0x0653, 0x0655), (0x093C, 0x093C), (0x09BC, 0x09BE), (0x09D7, 0x09D7), (0x0A3C, 0x0A3C), (0x0B3C, 0x0B3E), (0x0B56, 0x0B57),
        (0x0BBE, 0x0BBE), (0x0BD7, 0x0BD7), (0x0C56, 0x0C56), (0x0CC2, 0x0CC2), (0x0CD5, 0x0CD6), (0x0D3E, 0x0D3E), (0x0D57, 0x0D57), (0x0DCA, 0x0DCF), (0x0DDF, 0x0DDF),
        (0x0F71, 0x0F84), (0x0FB5, 0x0FB7), (0x102E, 0x102E), (0x1100, 0x11FF), (0x1B35, 0x1B35), (0x3099, 0x309A), (0xA960, 0xA97F), (0xD7B0, 0xD7FF),
    ];

    /// <summary>Letters that may be made of a letter and a mark, and syllables.</summary>
    private static readonly (int First, int Last)[] s_composed =
    [
        (0x00C0, 0x024F), (0x0374, 0x03FF), (0x0400, 0x04FF), (0x0622, 0x0626), (0x06C0, 0x06D3), (0x0929, 0x0934), (0x0958, 0x095F), (0x09CB, 0x09DF), (0x0A33, 0x0A5E),
        (0x0B48, 0x0B5D), (0x0B94, 0x0BCC), (0x0C48, 0x0C48), (0x0CC0, 0x0CCB), (0x0D4A, 0x0D4C), (0x0DDA, 0x0DDE), (0x0F43, 0x0FB9), (0x1026, 0x1026), (0x1B06, 0x1B43),
        (0x1E00, 0x1FFF), (0x2126, 0x212B), (0x3040, 0x30FF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFB1D, 0xFB4E), (0x2F800, 0x2FA1F),
    ];

    /// <summary>Signs that are others, and stand for these: Kelvin, Greek question mark and accent, Ohm, Angstrom, middle dot, spaces.</summary>
    private static readonly Dictionary<int, int> s_same = new() { [0x212A] = 'K', [0x037E] = ';', [0x1FEF] = '`', [0x2126] = 0x03A9, [0x212B] = 0x00C5, [0x0387] = 0x00B7, [0x2000] = 0x2002, [0x2001] = 0x2003 };

    /// <summary>Makes the key of a name: two names with one are one file where capitals do not count.</summary>
    public static string Of(string name) => name.ToUpperInvariant();

    /// <summary>Tells whether a name may be another one in other letters: it has marks apart, or signs that stand for others.</summary>
    public static bool HasTwoForms(string name) => name.EnumerateRunes().Any(static rune => IsIn(rune.Value, s_apart) || s_same.ContainsKey(rune.Value) || rune.Value is (>= 0xF900 and <= 0xFAFF) or >= 0x2F800);

    /// <summary>Makes what a name has in common with its other forms.</summary>
    public static string Skeleton(string name)
    {
        var skeleton = new StringBuilder();
        foreach (var letter in Of(name).EnumerateRunes().Select(static rune => s_same.GetValueOrDefault(rune.Value, rune.Value)))
        {
            var isApart = IsIn(letter, s_apart);
            if (!isApart && !IsIn(letter, s_composed))
            {
                skeleton.Append(new Rune(letter));
                continue;
            }

            // A mark belongs to the letter before it.
            if (isApart && skeleton is [.., not '/'])
            {
                skeleton.Length--;
            }

            if (skeleton is not [.., Composed])
            {
                skeleton.Append(Composed);
            }
        }

        return skeleton.ToString();
    }

    private static bool IsIn(int letter, (int First, int Last)[] ranges) => Array.Exists(ranges, range => letter >= range.First && letter <= range.Last);
}

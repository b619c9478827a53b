namespace Dagstack.Extensions.Plugins.Scripts.Texts;

/// <summary>Finds code that is nested deeper than anybody writes: the parser goes down with it, and of a stack that is used up a process dies.</summary>
/// <remarks>Brackets count wherever they stand, also in texts and comments, of which none has that many more of one kind than of the other.</remarks>
internal static class Nesting
{
    private const int MaxDepth = 500;

    /// <summary>Finds where it is too deep.</summary>
    /// <returns>How much of the text comes before; null if it is not.</returns>
    public static int? FindTooDeep(ReadOnlySpan<byte> text)
    {
        var (brackets, angles) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'(' or (byte)'[':
                    brackets++;
                    break;
                case (byte)'{':
                    (brackets, angles) = (brackets + 1, 0);
                    break;
                case (byte)')' or (byte)']':
                    brackets = Math.Max(0, brackets - 1);
                    break;
                case (byte)'}':
                    (brackets, angles) = (Math.Max(0, brackets - 1), 0);
                    break;
                case (byte)'<':
                    angles++;
                    break;
                case (byte)'>':
                    angles = Math.Max(0, angles - 1);
                    break;
                case (byte)';':
                    // A comparison opens nothing.
                    angles = 0;
                    break;
            }

            if (brackets > MaxDepth || angles > MaxDepth)
            {
                return i;
            }
        }

        return null;
    }
}

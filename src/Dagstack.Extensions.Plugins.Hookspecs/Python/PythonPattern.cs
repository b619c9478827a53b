using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Plugins.Hookspecs.Python;

/// <summary>Regular expressions of ECMAScript as pydantic takes them.</summary>
internal static partial class PythonPattern
{
    /// <summary>Tells whether only the engine of Python takes a pattern: it looks around, or goes back to what was matched.</summary>
    public static bool NeedsPython(string pattern) => AroundOrBack.IsMatch(pattern);

    /// <summary>Writes the pattern so that it means the same in both engines: digits and letters are those of ASCII, and the end is the very end.</summary>
    /// <returns>The pattern; null where it cannot be said.</returns>
    public static string? Translate(string pattern)
    {
        if (Foreign.IsMatch(pattern) || (NeedsPython(pattern) && pattern.Contains(@"\p", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var inClass = false;
        return Piece.Replace(pattern, match =>
        {
            var piece = match.Value;
            inClass = piece == "[" || (inClass && piece != "]");
            return piece switch
            {
                @"\d" => inClass ? "0-9" : "[0-9]",
                @"\w" => inClass ? "A-Za-z0-9_" : "[A-Za-z0-9_]",
                @"\D" when !inClass => "[^0-9]",
                @"\W" when !inClass => "[^A-Za-z0-9_]",
                "$" when !inClass && NeedsPython(pattern) => @"\Z",
                @"\/" => "/",
                "[" when match.Index > 0 && inClass && IsWithin(pattern, match.Index) => @"\[",
                _ => piece,
            };
        });
    }

    /// <summary>Tells whether a bracket stands within others, where it is a bracket and nothing else.</summary>
    private static bool IsWithin(string pattern, int index)
    {
        var inClass = false;
        foreach (Match match in Piece.Matches(pattern[..index]))
        {
            inClass = match.Value == "[" || (inClass && match.Value != "]");
        }

        return inClass;
    }

    [GeneratedRegex(@"\(\?<?[=!]|\\[1-9]|\\k<", RegexOptions.CultureInvariant)]
    private static partial Regex AroundOrBack { get; }

    /// <summary>Empty classes, control letters, and groups with a name, which are written in another way.</summary>
    [GeneratedRegex(@"\[\^?\]|\\c[A-Za-z]|\(\?<[A-Za-z_$]|\\k<|\\u\{|&&|--|~~", RegexOptions.CultureInvariant)]
    private static partial Regex Foreign { get; }

    [GeneratedRegex(@"\\.|[\s\S]", RegexOptions.CultureInvariant)]
    private static partial Regex Piece { get; }
}

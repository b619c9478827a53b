namespace Dagstack.Extensions.Shared;

/// <summary>What the scanner says is wrong, in words that help an operator.</summary>
internal static class YamlErrors
{
    /// <summary>What is said where the scanner loses its way.</summary>
    public const string Lost = "it cannot be read on from here; is a bracket, a brace or a quote not closed";

    /// <summary>The scanner may quote what it does not understand, however long that is.</summary>
    private const int MaxReason = 200;

    public static Exception Translate(string message, string text, int line, int column, Func<string, int, int, Exception> invalid)
    {
        var reason = message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        if (reason.Contains("tab", StringComparison.Ordinal) && TabbedLine(text, line) is { } tabbed)
        {
            return invalid("a tab indents this line, and only spaces may", tabbed, 1);
        }

        reason = reason.Length == 0 ? "it cannot be read" : char.ToLowerInvariant(reason[0]) + reason[1..];
        reason = reason.Length > MaxReason ? reason[..MaxReason] + "…" : reason;
        return invalid(reason + Hint(text, line), line, column);
    }

    /// <summary>Adds what is most likely wrong in a line, if it is seen.</summary>
    public static string Hint(string text, int number)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (--number == 0)
            {
                return line.Contains("${", StringComparison.Ordinal) && line.ContainsAny("[{") && line.IndexOfAny("[{") != line.IndexOf("${") + 1
                    ? " (within [ ] and { } a reference has to be in quotes: \"${NAME}\")"
                    : string.Empty;
            }
        }

        return string.Empty;
    }

    // The scanner names the mapping that the line is in.
    private static int? TabbedLine(string text, int from)
    {
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (++number >= from && line.TrimStart(' ').StartsWith("\t"))
            {
                return number;
            }
        }

        return null;
    }
}

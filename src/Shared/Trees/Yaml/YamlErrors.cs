using SharpYaml;

namespace Dagstack.Extensions.Shared;

/// <summary>What the scanner says is wrong, in words that help an operator.</summary>
internal static class YamlErrors
{
    /// <summary>What is said where the scanner loses its way.</summary>
    public const string Lost = "it cannot be read on from here; is a bracket, a brace or a quote not closed";

    /// <summary>The scanner may quote what it does not understand, however long that is.</summary>
    private const int MaxReason = 200;

    private static readonly (string Theirs, string Ours)[] s_words =
    [
        ("find invalid Unicode character escape code", "found invalid Unicode surrogates"),
        (", find ", ", found "),
        ("uknown", "unknown"),
        ("hexdecimal", "hexadecimal"),
        ("intendation", "indentation"),
        ("parsing a quoted scalar", "scanning a quoted scalar"),
        ("parsing a tag", "scanning a tag"),
    ];

    public static Exception Translate(YamlException exception, YamlText text, Func<string, int, int, Exception> invalid)
    {
        var (line, column) = (exception.Start.Line + 1, exception.Start.Column + 1);
        var reason = Reason(exception.Message);
        var isTab = reason.Contains("tab", StringComparison.Ordinal) || text.IsTab(exception.Start.Index);
        if (isTab && TabbedLine(text, line) is { } tabbed)
        {
            return invalid("a tab indents this line, and only spaces may", tabbed, 1);
        }

        if (reason.Contains("a simple key", StringComparison.Ordinal))
        {
            // The scanner names the line after it.
            (line, column) = text.PlaceOfKey(exception.Start.Index);
        }

        reason = text.IsRefusedComment(exception.Start.Index) ? "a comment has no blank before it" : reason;
        return invalid(reason + Hint(text, line), line, column);
    }

    /// <summary>Adds what is most likely wrong in a line, if it is seen.</summary>
    public static string Hint(YamlText text, int number)
    {
        var start = StartOf(text, number);
        var line = start < 0 ? [] : text.LineAt(start);
        return line.Contains("${", StringComparison.Ordinal) && line.ContainsAny("[{") && line.IndexOfAny("[{") != line.IndexOf("${") + 1
            ? " (within [ ] and { } a reference has to be in quotes: \"${NAME}\")"
            : string.Empty;
    }

    // The scanner names the mapping that the line is in.
    private static int? TabbedLine(YamlText text, int from)
    {
        for (var start = StartOf(text, from); start >= 0; start = text.NextLine(start))
        {
            if (text.LineAt(start).TrimStart(' ').StartsWith("\t"))
            {
                return from;
            }

            from++;
        }

        return null;
    }

    private static int StartOf(YamlText text, int number)
    {
        var start = 0;
        for (var i = 1; i < number && start >= 0; i++)
        {
            start = text.NextLine(start);
        }

        return start;
    }

    // A message begins with two places, which the error has anyway.
    private static string Reason(string message)
    {
        var end = message.StartsWith('(') ? message.IndexOf("): ", StringComparison.Ordinal) : -1;
        var reason = (end < 0 ? message : message[(end + 3)..]).ReplaceLineEndings(" ").Trim().TrimEnd('.');
        foreach (var (theirs, ours) in s_words)
        {
            reason = reason.Replace(theirs, ours, StringComparison.Ordinal);
        }

        reason = reason.Length == 0 ? "it cannot be read" : char.ToLowerInvariant(reason[0]) + reason[1..];
        return reason.Length > MaxReason ? reason[..MaxReason] + "…" : reason;
    }
}

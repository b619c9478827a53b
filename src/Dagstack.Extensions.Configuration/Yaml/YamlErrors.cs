using Dagstack.Extensions.Configuration.Files;
using YamlDotNet.Core;

namespace Dagstack.Extensions.Configuration.Yaml;

/// <summary>The parser's errors, in words that help an operator.</summary>
internal static class YamlErrors
{
    /// <summary>The parser may quote what it does not understand, however long that is.</summary>
    private const int MaxReason = 200;

    public static ReadFault Translate(YamlException exception, string text, ReadContext context)
    {
        var (line, column) = (Math.Max(1, (int)exception.Start.Line), Math.Max(1, (int)exception.Start.Column));
        var reason = exception.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        if (reason.Contains("tab", StringComparison.Ordinal) && TabbedLine(text, line) is { } tabbed)
        {
            return context.Invalid("a tab indents this line, and only spaces may", tabbed, 1);
        }

        reason = reason.Length == 0 ? "it cannot be read" : char.ToLowerInvariant(reason[0]) + reason[1..];
        reason = reason.Length > MaxReason ? reason[..MaxReason] + "…" : reason;
        return context.Invalid(reason + Hint(text, line), line, column);
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

    // The parser names the mapping that the line is in.
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

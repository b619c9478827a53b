using YamlDotNet.Core;

namespace Dagstack.Extensions.Configuration;

/// <summary>The parser's errors, in words that help an operator.</summary>
internal static class YamlErrors
{
    /// <summary>The parser may quote what it does not understand, however long that is.</summary>
    private const int MaxReason = 200;

    public static ReadFault Translate(YamlException exception, string text, ReadContext context)
    {
        var (line, column) = (Math.Max(1, (int)exception.Start.Line), Math.Max(1, (int)exception.Start.Column));
        var reason = exception.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        reason = reason.Length == 0 ? "it cannot be read" : char.ToLowerInvariant(reason[0]) + reason[1..];
        reason = reason.Length > MaxReason ? reason[..MaxReason] + "…" : reason;
        return context.Invalid(reason + Hint(LineOf(text, line)), line, column);
    }

    private static string Hint(ReadOnlySpan<char> line)
    {
        if (line.TrimStart(' ').StartsWith("\t"))
        {
            return " (a tab indents this line, and only spaces may)";
        }

        return line.Contains("${", StringComparison.Ordinal) && line.ContainsAny("[{") && line.IndexOfAny("[{") != line.IndexOf("${") + 1
            ? " (within [ ] and { } a reference has to be in quotes: \"${NAME}\")"
            : string.Empty;
    }

    private static ReadOnlySpan<char> LineOf(string text, int number)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (--number == 0)
            {
                return line;
            }
        }

        return [];
    }
}

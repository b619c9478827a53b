using Tomlyn.Parsing;

namespace Dagstack.Extensions.Plugins;

/// <summary>Takes a table header apart: <c>[a."b.c"]</c> is <c>a</c> and <c>b.c</c>.</summary>
internal static class TomlHeader
{
    /// <summary>The parts of the name in a header that the parser has accepted.</summary>
    /// <param name="header">The line from its bracket on.</param>
    public static List<string> Parts(ReadOnlySpan<char> header)
    {
        List<string> parts = [];
        var rest = header.TrimStart('[');
        while (true)
        {
            rest = rest.TrimStart(" \t");
            if (rest is [var quote and ('"' or '\''), ..])
            {
                var end = rest[1..].IndexOf(quote) + 1;
                if (end == 0 || (quote == '"' && rest[..end].Contains('\\')))
                {
                    return Parse(header.ToString());
                }

                parts.Add(rest[1..end].ToString());
                rest = rest[(end + 1)..].TrimStart(" \t");
            }
            else
            {
                var end = rest.IndexOfAny(" \t.]");
                if (end <= 0)
                {
                    return parts;
                }

                parts.Add(rest[..end].ToString());
                rest = rest[end..].TrimStart(" \t");
            }

            if (rest is not ['.', ..])
            {
                return parts;
            }

            rest = rest[1..];
        }
    }

    // A name with escapes: the parser knows them all.
    private static List<string> Parse(string header)
    {
        List<string> parts = [];
        var parser = TomlParser.Create(header);
        while (parser.MoveNext())
        {
            if (parser.Current.Kind == TomlParseEventKind.PropertyName)
            {
                parts.Add(parser.GetPropertyName());
            }
        }

        return parts;
    }
}

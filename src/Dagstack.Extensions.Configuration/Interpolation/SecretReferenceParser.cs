using System.Buffers;
using System.Text;

namespace Dagstack.Extensions.Configuration.Interpolation;

/// <summary>Reads <c>${secret:scheme:path?query#field:-default}</c>. See <c>_meta/secret_ref_grammar.yaml</c>.</summary>
internal static class SecretReferenceParser
{
    private const string Form = "${secret:scheme:path?query#field:-default}";

    private static readonly SearchValues<char> s_name = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>Reads a reference.</summary>
    /// <param name="text">The whole value: it begins with <c>${secret:</c> and ends with the brace that closes it.</param>
    public static Expansion Parse(string text)
    {
        var inner = text["${secret:".Length..^1];
        if (inner.Contains('$', StringComparison.Ordinal) && inner.Contains("${", StringComparison.Ordinal))
        {
            return Wrong(text, "a reference in a reference is not read");
        }

        var colon = inner.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || inner.StartsWith(":-", StringComparison.Ordinal))
        {
            return Wrong(text, "there is no ':' between scheme and path");
        }

        var scheme = inner[..colon];
        if (!IsName(scheme))
        {
            return Wrong(text, $"the scheme '{scheme}' has to begin with a small letter and go on with small letters, digits and _");
        }

        var at = colon + 1;
        var path = ReadPath(inner, ref at);
        if (path.Length == 0)
        {
            return Wrong(text, "the path is empty");
        }

        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        if (at < inner.Length && inner[at] == '?' && ReadQuery(inner, ref at, query) is { } error)
        {
            return Wrong(text, error);
        }

        string? field = null;
        if (at < inner.Length && inner[at] == '#')
        {
            var start = ++at;
            at = EndOfField(inner, start);
            field = inner[start..at];
            if (field.Length == 0)
            {
                return Wrong(text, "the field after '#' is empty");
            }
        }

        return new() { Secret = new(inner[..at], scheme, path) { Query = query, Field = field, Default = at < inner.Length ? inner[(at + 2)..] : null } };
    }

    /// <summary>Tells whether a text can be a scheme, or the key of a query.</summary>
    public static bool IsName(ReadOnlySpan<char> text) =>
        text.Length > 0 && char.IsAsciiLetterLower(text[0]) && !text.ContainsAnyExcept(s_name);

    // Up to '?', '#' or ':-', none of them doubled.
    private static string ReadPath(string inner, ref int at)
    {
        var path = new StringBuilder();
        while (at < inner.Length)
        {
            var rest = inner.AsSpan(at);
            if (rest.StartsWith("??") || rest.StartsWith("##"))
            {
                path.Append(rest[0]);
                at += 2;
            }
            else if (rest.StartsWith("::-"))
            {
                path.Append(":-");
                at += 3;
            }
            else if (rest[0] is '?' or '#' || rest.StartsWith(":-"))
            {
                break;
            }
            else
            {
                path.Append(rest[0]);
                at++;
            }
        }

        return path.ToString();
    }

    private static string? ReadQuery(string inner, ref int at, Dictionary<string, string> query)
    {
        var start = at + 1;
        var end = inner.IndexOf('#', start);
        end = end < 0 ? inner.Length : end;
        var mark = inner.IndexOf(":-", start, StringComparison.Ordinal);
        at = mark >= 0 && mark < end ? mark : end;
        foreach (var pair in inner[start..at].Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !IsName(pair.AsSpan(0, equals)))
            {
                return "the query after '?' is written key=value&key=value, with small letters, digits and _ in the keys";
            }

            if (Decode(pair.AsSpan(equals + 1)) is not { } value)
            {
                return $"the value of '{pair[..equals]}' in the query is not percent-encoded: write %26 for &, %3D for =, %7D for }}, %23 for # and %25 for %";
            }

            if (!query.TryAdd(pair[..equals], value))
            {
                return $"the query has '{pair[..equals]}' twice";
            }
        }

        return null;
    }

    // Uri.UnescapeDataString lets a lone % through.
    private static string? Decode(ReadOnlySpan<char> value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '=' || (value[i] == '%' && (i + 2 >= value.Length || !char.IsAsciiHexDigit(value[i + 1]) || !char.IsAsciiHexDigit(value[i + 2]))))
            {
                return null;
            }
        }

        return Uri.UnescapeDataString(value);
    }

    private static int EndOfField(string inner, int start)
    {
        var mark = inner.IndexOf(":-", start, StringComparison.Ordinal);
        return mark < 0 ? inner.Length : mark;
    }

    private static Expansion Wrong(string text, string what)
    {
        var mark = text.IndexOf(":-", StringComparison.Ordinal);
        var shown = mark < 0 ? text : text[..(mark + 2)] + "…}";
        return Expansion.Failed(
            ConfigErrorReason.ParseError,
            $"'{shown}' is no reference to a secret: {what}. Write {Form}, where query, field and default may be left out, with ?? for ?, ## for # and ::- for :- in the path.");
    }
}

using System.Text;
using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

/// <summary>Hides what may be a secret in texts of manifests, which have no mark for it.</summary>
internal static partial class MaskedText
{
    /// <summary>A value of a variable or a header: only one that is nothing but a reference is shown.</summary>
    public static string Value(string value) =>
        value.StartsWith("${", StringComparison.Ordinal) && value.IndexOf('}', StringComparison.Ordinal) == value.Length - 1 && !value.Contains(":-", StringComparison.Ordinal) ? value : SecretNames.Masked;

    /// <summary>A text: values that follow names of secrets are hidden, and the secret parts of addresses.</summary>
    public static string Text(string text)
    {
        var plain = Credentials().Replace(MaskedAddress.In(text), static match => $"{match.Groups[1].Value} {SecretNames.Masked}");
        var shown = new StringBuilder(plain.Length);
        var at = 0;
        for (var match = Names().Match(plain); match.Success; match = Names().Match(plain, at))
        {
            shown.Append(plain, at, match.Index + match.Length - at);
            at = match.Index + match.Length;
            if (at < plain.Length && SecretWords.AreSecret(match.Groups["name"].Value))
            {
                shown.Append(SecretNames.Masked);
                at = EndOf(plain, at, match.Value.AsSpan().Contains('='));
            }
        }

        return shown.Append(plain, at, plain.Length - at).ToString();
    }

    /// <summary>Tells whether a text is a header, such as <c>Authorization: Bearer x</c>.</summary>
    public static bool IsHeader(string text) => Header().IsMatch(text);

    /// <summary>A header: the name is shown.</summary>
    public static string HeaderValue(string text) => Header().Match(text) is { Success: true } match ? $"{match.Value.TrimEnd()} {SecretNames.Masked}" : SecretNames.Masked;

    /// <summary>Finds where a value ends: at its quote, at the end of its line, and one that is assigned at the next name or separator.</summary>
    private static int EndOf(string text, int start, bool isAssigned)
    {
        var quote = text[start] == '\\' && start + 1 < text.Length ? start + 1 : start;
        if (text[quote] is '"' or '\'' && text.IndexOf(text[quote], quote + 1) is var closing and > 0)
        {
            return closing + 1;
        }

        var line = text.AsSpan(start).IndexOfAny('\r', '\n');
        var end = line < 0 ? text.Length : start + line;
        return isAssigned && NextAssignment().Match(text, start, end - start) is { Success: true } next ? next.Index : end;
    }

    [GeneratedRegex(@"\b((?i:Bearer)|(?i:Basic)(?=\s+\S*[A-Z0-9=]))\s+(?!\[MASKED)[A-Za-z0-9\-._~+/=]{6,}")]
    private static partial Regex Credentials();

    /// <summary>Names of connection strings may have a blank in them.</summary>
    [GeneratedRegex(@"(?<![\w\-.])(?<name>[A-Za-z_\-][\w\-.]*(?: [A-Za-z][\w\-.]*)?)(?:\\?[""']\s*[:=]\s*|\s*=(?!=)\s*|\s*:\s+)")]
    private static partial Regex Names();

    [GeneratedRegex(@"[;&]|\s+[\w\-.]+\s*=")]
    private static partial Regex NextAssignment();

    [GeneratedRegex(@"^[A-Za-z0-9_\-]+\s*:(?:\s+|$)")]
    private static partial Regex Header();
}

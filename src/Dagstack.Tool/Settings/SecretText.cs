using System.Text.RegularExpressions;

namespace Dagstack.Tool.Settings;

/// <summary>Finds secrets within texts: connection strings, addresses, headers, JSON, command lines, keys in PEM.</summary>
internal static partial class SecretText
{
    /// <summary>Tells whether there is one.</summary>
    /// <param name="text">The text.</param>
    public static bool IsIn(string text) =>
        text.Contains("-----BEGIN", StringComparison.Ordinal)
        || UserAndPassword().IsMatch(text)
        || TokenOfAddress().IsMatch(text)
        || Scheme().IsMatch(text)
        || Assignments().Matches(text).Any(static match => IsName(match.Groups[1].Value))
        || Members().Matches(text).Any(static match => SecretWords.IsSecret(match.Groups[1].Value))
        || OptionsWithValue().Matches(text).Any(static match => SecretWords.IsSecret(match.Groups[1].Value));

    /// <summary>Names of connection strings have blanks in them, and in those that blanks divide the name is the last word.</summary>
    private static bool IsName(string name) =>
        name.Trim() is var all && (IsOne(all) || IsOne(all[(all.LastIndexOf(' ') + 1)..]));

    private static bool IsOne(string name) =>
        SecretWords.IsSecret(name) || name.Equals("sig", StringComparison.OrdinalIgnoreCase) || name.Equals("signature", StringComparison.OrdinalIgnoreCase);

    // A port and a path are no password.
    [GeneratedRegex(@"://[^/\s:@\[?#]*:(?!\d{1,5}[/?#])[^\s@]+@")]
    private static partial Regex UserAndPassword();

    [GeneratedRegex("https?://[^/\\s:@?#\"]+@", RegexOptions.IgnoreCase)]
    private static partial Regex TokenOfAddress();

    [GeneratedRegex("(?:^|[:=,\"'])\\s*(?:Bearer|Basic)\\s+[^\\s\"',;]+\\s*(?:$|[\"',;])", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"([\w\-. ]+)=(?!=)\s*[^\s;,&]")]
    private static partial Regex Assignments();

    [GeneratedRegex("([\\w\\-.]+)(?:\\\\?[\"']\\s*:\\s*[^\\s,}\\]]|:\\s+\\S)")]
    private static partial Regex Members();

    [GeneratedRegex(@"(?<!\S)--?([\w\-]+)\s+\S")]
    private static partial Regex OptionsWithValue();
}

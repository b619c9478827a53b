namespace Dagstack.Extensions.Shared;

/// <summary>Tells from a name whether its value must not be shown. See <c>_meta/secret_patterns.yaml</c> of the configuration specification.</summary>
/// <remarks>Patterns are compared with whole words: <c>ApiKey</c> is secret, <c>Monkey</c> is not. A pattern at the start may be in the plural.</remarks>
internal static class SecretNames
{
    public const string Masked = "[MASKED]";

    public static IReadOnlyList<string> Suffixes { get; } =
    [
        "_key", "_secret", "_token", "_password", "_passphrase", "_credentials", "_credential",
        "_auth", "_api_key", "_access_key", "_private_key",
    ];

    public static IReadOnlyList<string> Prefixes { get; } =
        ["api_key", "api_token", "secret", "password", "private_key", "access_token", "bearer"];

    public static IReadOnlyList<string> Exact { get; } =
        ["api_key", "apikey", "password", "passwd", "pw", "token", "secret", "credentials"];

    public static bool IsSecret(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var words = WordsOf(name);
        return Exact.Contains(words) || EndsWith(words, Suffixes) || Prefixes.Any(prefix => StartsWith(words, prefix));
    }

    /// <summary>Tells whether a name ends with one of some patterns, with something before it.</summary>
    public static bool HasSuffix(string name, IEnumerable<string> suffixes) => EndsWith(WordsOf(name), suffixes);

    private static string WordsOf(string name) => string.Join('_', NameWords.Of(name));

    private static bool EndsWith(string words, IEnumerable<string> suffixes) =>
        suffixes.Any(suffix => words.Length > suffix.Length && words.EndsWith(suffix, StringComparison.Ordinal));

    private static bool StartsWith(string words, string prefix)
    {
        if (!words.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = words.AsSpan(prefix.Length);
        rest = rest is ['s', ..] ? rest[1..] : rest;
        return rest is [] or ['_', ..];
    }
}

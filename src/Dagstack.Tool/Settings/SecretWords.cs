namespace Dagstack.Tool.Settings;

/// <summary>Names of secrets: those of the configuration specification, and what people write besides.</summary>
internal static class SecretWords
{
    private static readonly HashSet<string> s_last = new(StringComparer.Ordinal)
    {
        "auth", "authorization", "credential", "credentials", "pass", "passphrase", "passwd", "password", "pwd", "secret", "token",
    };

    private static readonly HashSet<string> s_harmless = new(StringComparer.Ordinal) { "public_key_token", "public_key" };

    /// <summary>Tells whether a name is that of a secret.</summary>
    /// <param name="name">The name, in any spelling.</param>
    public static bool IsSecret(string name)
    {
        var words = NameWords.Of(name);
        return words.Count > 0 && !s_harmless.Contains(string.Join('_', words)) && (s_last.Contains(words[^1]) || SecretNames.IsSecret(name));
    }

    /// <summary>Tells whether a name is that of several secrets, such as <c>tokens</c> and <c>signing_keys</c>.</summary>
    /// <param name="name">The name, in any spelling.</param>
    public static bool IsPlural(string name) => name is [.. var one, 's' or 'S'] && IsSecret(one);
}

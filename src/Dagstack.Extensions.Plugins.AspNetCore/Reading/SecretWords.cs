namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

/// <summary>Names of secrets: those of the configuration specification, and what manifests, headers and command lines have besides.</summary>
internal static class SecretWords
{
    private static readonly HashSet<string> s_last = new(StringComparer.Ordinal)
    {
        "apikey", "auth", "authorization", "cookie", "credential", "credentials", "jwt", "key", "pass", "passphrase", "passwd", "password", "pat", "pwd", "sas", "secret", "signature", "token",
    };

    private static readonly HashSet<string> s_harmless = new(StringComparer.Ordinal) { "partition_key", "public_key", "public_key_token" };

    /// <summary>Tells whether a name is that of a secret.</summary>
    /// <param name="name">The name, in any spelling.</param>
    public static bool IsSecret(string name)
    {
        var words = NameWords.Of(name);
        var joined = string.Join('_', words);
        return words.Count > 0 && !s_harmless.Contains(joined)
            && (s_last.Contains(words[^1]) || SecretNames.IsSecret(name)
                || joined.Contains("connection_string", StringComparison.Ordinal) || joined.Contains("connectionstring", StringComparison.Ordinal));
    }

    /// <summary>Tells whether a name is that of one or several secrets.</summary>
    /// <param name="name">The name, in any spelling.</param>
    public static bool AreSecret(string name) => IsSecret(name) || (name is [.. var one, 's' or 'S'] && IsSecret(one));
}

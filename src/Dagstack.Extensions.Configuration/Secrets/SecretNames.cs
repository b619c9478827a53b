namespace Dagstack.Extensions.Configuration.Secrets;

/// <summary>Tells from the name of a key whether its value must not be shown. See <c>_meta/secret_patterns.yaml</c>.</summary>
/// <remarks>Beyond the patterns, which are for snake_case, names in other spellings count: <c>ApiKey</c> is one, <c>Monkey</c> is not.</remarks>
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

    public static bool IsSecret(string name) => Matches(name) || Matches(Snake(name));

    private static bool Matches(string name) =>
        Exact.Contains(name, StringComparer.OrdinalIgnoreCase)
        || Suffixes.Any(suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
        || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    // ApiKey and api-key are api_key.
    private static string Snake(string name)
    {
        if (!name.AsSpan().ContainsAnyExceptInRange('a', 'z'))
        {
            return name;
        }

        var result = new System.Text.StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] is '-' or ' ')
            {
                result.Append('_');
                continue;
            }

            if (i > 0 && char.IsUpper(name[i]) && name[i - 1] is not ('_' or '-') && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
            {
                result.Append('_');
            }

            result.Append(name[i]);
        }

        return result.ToString();
    }
}

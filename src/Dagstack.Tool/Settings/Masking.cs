namespace Dagstack.Tool.Settings;

/// <summary>Decides which values are not shown.</summary>
internal static class Masking
{
    /// <summary>Shows a value, unless its name says that it is a secret or a secret is in it.</summary>
    public static (string? Value, bool Masked) Show(string key, string? value) =>
        !string.IsNullOrEmpty(value) && (HasSecretName(key, value) || SecretText.IsIn(value)) ? (SecretNames.Masked, true) : (value, false);

    /// <summary>Tells whether an item of a list is an option of a command, such as <c>--password</c>, whose value is the next item.</summary>
    /// <param name="item">The item.</param>
    public static bool IsSecretOption(string? item) =>
        item is ['-', ..] && !item.AsSpan().ContainsAny(' ', '=') && SecretWords.IsSecret(item);

    private static bool HasSecretName(string key, string value)
    {
        var parts = key.Split(':');
        return Array.Exists(parts, SecretWords.IsSecret)
            || Array.Exists(parts[..^1], SecretWords.IsPlural)

            // max_tokens is a number, and no list of tokens.
            || (SecretWords.IsPlural(parts[^1]) && !double.TryParse(value, out _) && !bool.TryParse(value, out _));
    }
}

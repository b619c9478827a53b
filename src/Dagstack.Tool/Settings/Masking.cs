using System.Text.RegularExpressions;

namespace Dagstack.Tool.Settings;

/// <summary>Decides which values are not shown.</summary>
internal static partial class Masking
{
    /// <summary>Shows a value, unless its name says that it is a secret or a secret is in it.</summary>
    public static (string? Value, bool Masked) Show(string key, string? value) =>
        !string.IsNullOrEmpty(value) && (key.Split(':').Any(SecretNames.IsSecret) || HasSecret(value)) ? (SecretNames.Masked, true) : (value, false);

    /// <summary>Finds the password of a connection string or an address.</summary>
    private static bool HasSecret(string value) =>
        UserInfo().IsMatch(value) || value.Split(';').Any(static part => part.Split('=', 2) is [var name, { Length: > 0 }] && (SecretNames.IsSecret(name.Trim()) || name.Trim().Equals("pwd", StringComparison.OrdinalIgnoreCase)));

    [GeneratedRegex(@"://[^/\s:@]*:[^/\s@]+@")]
    private static partial Regex UserInfo();
}

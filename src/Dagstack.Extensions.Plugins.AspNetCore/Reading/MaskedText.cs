namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

/// <summary>Hides what may be a secret in texts of manifests, which have no mark for it.</summary>
internal static class MaskedText
{
    /// <summary>A value of a variable or a header: only one that is nothing but a reference is shown.</summary>
    public static string Value(string value) =>
        value.StartsWith("${", StringComparison.Ordinal) && value.IndexOf('}', StringComparison.Ordinal) == value.Length - 1 && !value.Contains(":-", StringComparison.Ordinal) ? value : SecretNames.Masked;

    /// <summary>Arguments of a command: what follows an option with the name of a secret is hidden, and what is assigned to such a name.</summary>
    public static IEnumerable<string> Arguments(IReadOnlyList<string> command)
    {
        var hideNext = false;
        foreach (var argument in command)
        {
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = (equals < 0 ? argument : argument[..equals]).TrimStart('-', '/');
            var isSecret = name.Length > 0 && SecretNames.IsSecret(name);
            yield return hideNext ? SecretNames.Masked
                : isSecret && equals >= 0 ? $"{argument[..equals]}={SecretNames.Masked}"
                : Address(argument);
            hideNext = !hideNext && isSecret && equals < 0 && argument[0] is '-' or '/';
        }
    }

    /// <summary>An address: what is before the host's name and after a question mark is hidden.</summary>
    public static string Address(string address)
    {
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return address;
        }

        var start = scheme + 3;
        var end = address.IndexOfAny(['/', '?', '#'], start) is var found && found < 0 ? address.Length : found;
        var at = address.LastIndexOf('@', end - 1, end - start);
        var query = address.IndexOf('?', StringComparison.Ordinal);
        return address[..start]
            + (at < 0 ? address[start..end] : $"{SecretNames.Masked}{address[at..end]}")
            + (query < 0 ? address[end..] : $"{address[end..query]}?{SecretNames.Masked}");
    }
}

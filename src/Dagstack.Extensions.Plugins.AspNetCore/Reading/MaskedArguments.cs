namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

/// <summary>Hides what may be a secret in the arguments of a command.</summary>
internal static class MaskedArguments
{
    /// <summary>What follows an option with the name of a secret is hidden, what is assigned to such a name, and the values of headers.</summary>
    public static IEnumerable<string> Read(IEnumerable<string> command)
    {
        var before = string.Empty;
        foreach (var argument in command)
        {
            yield return IsOption(before) && SecretWords.AreSecret(before) ? SecretNames.Masked
                : before is "-H" or "--header" or "--headers" ? MaskedText.HeaderValue(argument)
                : before is "-u" or "--user" or "--proxy-user" && argument.Contains(':', StringComparison.Ordinal) ? SecretNames.Masked
                : Read(argument);
            before = IsOption(before) && SecretWords.AreSecret(before) ? string.Empty : argument;
        }
    }

    private static string Read(string argument)
    {
        if (MaskedText.IsHeader(argument))
        {
            return MaskedText.HeaderValue(argument);
        }

        var end = argument.AsSpan().IndexOfAny('=', ':');
        return end <= 0 || argument.AsSpan(end).StartsWith("://") ? MaskedText.Text(argument)
            : SecretWords.AreSecret(argument[..end]) || argument[..end] is "--header" or "--headers" ? $"{argument[..(end + 1)]}{SecretNames.Masked}"
            : argument[..end] is "--user" or "--proxy-user" && argument.Contains(':', StringComparison.Ordinal) ? $"{argument[..(end + 1)]}{SecretNames.Masked}"
            : argument[end] == '=' ? $"{argument[..(end + 1)]}{Read(argument[(end + 1)..])}"
            : MaskedText.Text(argument);
    }

    /// <summary>An option whose value is the next argument.</summary>
    private static bool IsOption(string argument) => argument is ['-' or '/', _, ..] && !argument.AsSpan().ContainsAny('=', ':');
}

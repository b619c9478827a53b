using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

/// <summary>Hides what is before the host's name and after the question mark of addresses. A password may have any character in it: in doubt, more is hidden.</summary>
internal static partial class MaskedAddress
{
    private const string Sign = "://";

    /// <summary>Hides it in a text. One that begins with an address is taken for nothing else; within others, an address ends at a blank.</summary>
    public static string In(string text) =>
        !text.Contains(Sign, StringComparison.Ordinal) ? text
        : Start().IsMatch(text) ? Mask(text)
        : Word().Replace(text, static match => match.Value.Contains(Sign, StringComparison.Ordinal) ? Mask(match.Value) : match.Value);

    private static string Mask(string address)
    {
        var start = address.IndexOf(Sign, StringComparison.Ordinal) + Sign.Length;
        var at = address.LastIndexOf('@');
        var (before, rest) = at >= start && IsUser(address[start..at]) ? ($"{address[..start]}{SecretNames.Masked}", address[at..]) : (address[..start], address[start..]);
        var query = rest.IndexOf('?', StringComparison.Ordinal);
        var fragment = rest.IndexOf('#', StringComparison.Ordinal);
        var end = fragment >= 0 && (query < 0 || fragment < query) && rest.AsSpan(fragment).ContainsAny('=', '?') ? fragment : query;
        return before + (end < 0 ? rest : $"{rest[..(end + 1)]}{SecretNames.Masked}");
    }

    /// <summary>A sign after a slash, as in <c>example.org/@scope/package</c>, is part of a path, unless a password could be before it.</summary>
    private static bool IsUser(string before) =>
        !before.EndsWith('/') || before.Contains(':', StringComparison.Ordinal) || !before.Contains('.', StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*[A-Za-z][A-Za-z0-9+.\-]*://")]
    private static partial Regex Start();

    [GeneratedRegex(@"\S+")]
    private static partial Regex Word();
}

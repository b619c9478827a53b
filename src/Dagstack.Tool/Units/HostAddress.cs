using Dagstack.Tool.Output;

namespace Dagstack.Tool.Units;

/// <summary>Where a host shows its plugins, and what requests there have with them.</summary>
/// <param name="Units">The address of its units of work.</param>
/// <param name="Headers">The headers. Their values are secrets, and in no message.</param>
internal sealed record HostAddress(Uri Units, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>How one is written.</summary>
    public const string Example = "Write the address of app.MapDagstackPlugins, as --url https://example.org/plugins.";

    /// <summary>Reads what a command line says.</summary>
    /// <exception cref="WrongUseException">It cannot be.</exception>
    public static HostAddress Of(string url, IEnumerable<string> headers)
    {
        // Not repeated: it may have a password in it.
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw new WrongUseException($"What --url says is no address of a host: it begins with http:// or https://, and has no user, no '?' and no '#'. {Example} A password or a token is given by --header.");
        }

        return new(new($"{address.GetLeftPart(UriPartial.Path).TrimEnd('/')}/-/units"), [.. headers.Select(HeaderOf)]);
    }

    /// <summary>The address of a unit, or of what is below it.</summary>
    /// <exception cref="WrongUseException">No address can have it.</exception>
    public Uri Of(string unitId, string? below = null) => unitId.Length == 0 || unitId is "." or ".." || unitId.Contains('/', StringComparison.Ordinal)
        ? throw new WrongUseException($"'{Excerpt.Of(unitId)}' is no identity of a unit of work. 'dagstack units list' has them.")
        : Below(below is null ? Uri.EscapeDataString(unitId) : $"{Uri.EscapeDataString(unitId)}/{below}");

    public Uri Below(string path) => new($"{Units.AbsoluteUri}/{path}");

    private static KeyValuePair<string, string> HeaderOf(string header)
    {
        var colon = header.IndexOf(':', StringComparison.Ordinal);
        var (name, value) = colon > 0 ? (header[..colon].Trim(), header[(colon + 1)..].Trim()) : (string.Empty, string.Empty);
        return name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && !value.AsSpan().ContainsAny('\r', '\n', '\0')
            ? new(name, value)
            : throw new WrongUseException("What --header says is no header. Write a name, a colon and a value, as --header \"Authorization: Bearer $TOKEN\".");
    }
}

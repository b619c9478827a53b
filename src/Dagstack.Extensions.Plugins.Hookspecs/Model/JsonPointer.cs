namespace Dagstack.Extensions.Plugins.Hookspecs;

/// <summary>The parts of JSON Pointers (RFC 6901), and of references that have one as their fragment.</summary>
internal static class JsonPointer
{
    public static string Escape(string part) => part.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public static string Unescape(string part) => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    /// <summary>Reads a part of a reference, which is written as in an address.</summary>
    public static string UnescapeReference(string part) => Unescape(Uri.UnescapeDataString(part));
}

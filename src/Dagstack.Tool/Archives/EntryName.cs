using System.Buffers;
using System.Globalization;
using System.Text;

namespace Dagstack.Tool.Archives;

/// <summary>The rule for names in archives: what means the same file on every system, and one within the folder.</summary>
internal static class EntryName
{
    private const int MaxPart = 255;
    private static readonly SearchValues<char> s_refused = SearchValues.Create("<>:\"|?*");
    private static readonly string[] s_devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    /// <summary>Finds what is wrong with a path.</summary>
    /// <param name="name">A path with forward slashes.</param>
    /// <param name="limits">How long it may be.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public static string? FaultOf(string name, ArchiveLimits limits)
    {
        if (name.Length == 0)
        {
            return "is empty";
        }

        if (name[0] is '/' or '\\' || (name.Length > 1 && name[1] == ':'))
        {
            return "is an absolute path";
        }

        if (name.Contains('\\', StringComparison.Ordinal))
        {
            return "has a backslash, which is a folder on one system and a letter on another";
        }

        if (Encoding.UTF8.GetByteCount(name) > limits.Name)
        {
            return $"has more than {limits.Name} bytes (--limit name=…)";
        }

        var parts = name.Split('/');
        return parts.Length > limits.Depth
            ? $"is more than {limits.Depth} folders deep (--limit depth=…)"
            : parts.Select(FaultOfPart).FirstOrDefault(static fault => fault is not null);
    }

    private static string? FaultOfPart(string part) => part switch
    {
        "" => "has an empty name between two slashes",
        "." or ".." => $"has '{part}', which leads elsewhere",
        [.., '.' or ' '] => "has a name that ends with a dot or a space, which Windows cuts off",
        _ when part.AsSpan().ContainsAny(s_refused) => "has one of < > : \" | ? *, which Windows does not allow",
        _ when IsUnprintable(part) => "has a control character, or one that is not valid",
        _ when IsDevice(part) => "is the name of a device on Windows",
        _ when Encoding.UTF8.GetByteCount(part) > MaxPart => $"has a name of more than {MaxPart} bytes",
        _ => null,
    };

    private static bool IsUnprintable(string part) => part.EnumerateRunes().Any(static rune =>
        rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    /// <summary>Windows takes NUL, nul.txt and "NUL .txt" for one device, and so COM1 to LPT9, whose digit may be raised.</summary>
    private static bool IsDevice(string part)
    {
        var name = part.Split('.')[0].TrimEnd(' ').ToUpperInvariant();
        return Array.IndexOf(s_devices, name) >= 0 || name is ['C', 'O', 'M', (>= '0' and <= '9') or '¹' or '²' or '³'] or ['L', 'P', 'T', (>= '0' and <= '9') or '¹' or '²' or '³'];
    }
}

using System.Text;

namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>Writes keys as paths below a folder, so that two keys never meet in one file on any file system, and reads them back.</summary>
/// <remarks>
/// <para>
/// Small ASCII letters, digits, <c>_</c>, <c>-</c> and dots stay; any other byte of the UTF-8 is <c>%</c> and two small hexadecimal digits. So
/// systems that ignore case or compose accents see different names. A dot at the end is escaped, which Windows would drop, and so is the first
/// letter of names that it reserves (<c>con</c>, <c>nul.txt</c>).
/// </para>
/// <para>
/// Folders end with <c>+</c>: the keys <c>a</c> and <c>a/b</c> can both be there. What is too long for a file name goes on one folder deeper, with
/// <c>=</c> on both sides of the cut.
/// </para>
/// </remarks>
internal static class KeyPath
{
    private const char FolderMark = '+';
    private const char CutMark = '=';

    /// <summary>Below 255 bytes, the limit of most file systems, with room for the marks.</summary>
    private const int MaxName = 200;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Gets the path of a key's file.</summary>
    public static string OfFile(string key) => Join(key, isFolder: false);

    /// <summary>Gets the path of the folder with the keys that begin with a text and a slash.</summary>
    public static string OfFolder(string key) => Join(key, isFolder: true);

    /// <summary>Tells whether a folder's name could be part of a key's path.</summary>
    public static bool IsFolder(string name) => name.EndsWith(FolderMark) || name.EndsWith(CutMark);

    /// <summary>Reads a path back.</summary>
    /// <returns>The key, or null if the path is not that of any key: someone else's file.</returns>
    public static string? TryRead(string path)
    {
        var text = new StringBuilder();
        var names = path.Split(Path.DirectorySeparatorChar);
        for (var i = 0; i < names.Length; i++)
        {
            var isLast = i == names.Length - 1;
            _ = text.Append(names[i].AsSpan().Trim(CutMark).TrimEnd(FolderMark));
            _ = !isLast && names[i].EndsWith(FolderMark) ? text.Append('/') : text;
        }

        // Written again it must be the same: one key has one path.
        return Decode(text.ToString()) is { } key && StorageKey.IsValid(key) && OfFile(key) == path ? key : null;
    }

    private static string Join(string key, bool isFolder)
    {
        var segments = key.Split('/');
        var path = new StringBuilder();
        for (var i = 0; i < segments.Length; i++)
        {
            var rest = Encode(segments[i]).AsSpan();
            for (; rest.Length > MaxName; rest = rest[MaxName..])
            {
                _ = path.Append(rest[..MaxName]).Append(CutMark).Append(Path.DirectorySeparatorChar).Append(CutMark);
            }

            _ = path.Append(rest);
            _ = isFolder || i < segments.Length - 1 ? path.Append(FolderMark) : path;
            _ = i < segments.Length - 1 ? path.Append(Path.DirectorySeparatorChar) : path;
        }

        return path.ToString();
    }

    private static string Encode(string segment)
    {
        var bytes = s_strict.GetBytes(segment);
        var isReserved = IsReserved(segment);
        var text = new StringBuilder(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            var c = (char)bytes[i];
            var isPlain = char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-' || (c == '.' && i < bytes.Length - 1);
            _ = isPlain && !(isReserved && i == 0) ? text.Append(c) : text.Append('%').Append(Convert.ToHexStringLower([bytes[i]]));
        }

        return text.ToString();
    }

    /// <summary>Tells whether Windows takes a name for a device, whatever its extension. Capitals are escaped anyway.</summary>
    private static bool IsReserved(string segment)
    {
        var stem = segment.AsSpan();
        stem = stem.IndexOf('.') is >= 0 and var dot ? stem[..dot] : stem;
        return stem is "con" or "prn" or "aux" or "nul"
            || (stem.Length == 4 && char.IsAsciiDigit(stem[3]) && (stem.StartsWith("com") || stem.StartsWith("lpt")));
    }

    private static string? Decode(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                if (!char.IsAscii(text[i]))
                {
                    return null;
                }

                bytes.Add((byte)text[i]);
                continue;
            }

            if (i + 2 >= text.Length || !char.IsAsciiHexDigitLower(text[i + 1]) || !char.IsAsciiHexDigitLower(text[i + 2]))
            {
                return null;
            }

            bytes.Add(Convert.FromHexString(text.AsSpan(i + 1, 2))[0]);
            i += 2;
        }

        try
        {
            return s_strict.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

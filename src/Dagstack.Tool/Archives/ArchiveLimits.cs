using System.Globalization;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Archives;

/// <summary>How large a plugin may be that travels.</summary>
internal sealed record ArchiveLimits
{
    private const long Mebi = 1024 * 1024;

    /// <summary>Gets the names by which they are set, with what each of them bounds.</summary>
    public static IReadOnlyList<(string Name, string Means)> Names { get; } =
    [
        ("packed", "the file, 256MiB by default"),
        ("unpacked", "all files together, 1024MiB"),
        ("files", "how many there are, 20000"),
        ("ratio", "how many times larger they may be than the file, 200"),
        ("depth", "how many folders are within each other, 32"),
        ("name", "the length of a path, 400 bytes"),
    ];

    /// <summary>Gets how many bytes the file may have.</summary>
    public long Packed { get; private init; } = 256 * Mebi;

    /// <summary>Gets how many bytes all files may have together.</summary>
    public long Unpacked { get; private init; } = 1024 * Mebi;

    /// <summary>Gets how many entries there may be, folders counted.</summary>
    public long Files { get; private init; } = 20_000;

    /// <summary>Gets how many times larger the files may be than what they are packed in.</summary>
    public long Ratio { get; private init; } = 200;

    /// <summary>Gets how many names a path may have.</summary>
    public long Depth { get; private init; } = 32;

    /// <summary>Gets how many bytes a path may have, in UTF-8.</summary>
    public long Name { get; private init; } = 400;

    /// <summary>Reads what <c>--limit</c> says.</summary>
    /// <param name="given">Limits, as <c>files=30000</c> or <c>unpacked=2GiB</c>.</param>
    /// <exception cref="WrongUseException">One is none.</exception>
    public static ArchiveLimits Of(IEnumerable<string> given) => given.Aggregate(new ArchiveLimits(), static (limits, text) => limits.With(text));

    private ArchiveLimits With(string text)
    {
        var (name, value) = text.Split('=', 2) is [var left, var right] ? (left.Trim(), Read(right.Trim())) : (text, null);
        return (name, value) switch
        {
            ("packed", { } bytes) => this with { Packed = bytes },
            ("unpacked", { } bytes) => this with { Unpacked = bytes },
            ("files", { } count) => this with { Files = count },
            ("ratio", { } times) => this with { Ratio = times },
            ("depth", { } count) => this with { Depth = count },
            ("name", { } bytes) => this with { Name = bytes },
            _ => throw new WrongUseException($"'{text}' is no limit. Write a name and a number above 0, as files=30000 or unpacked=2GiB. The names are {string.Join("; ", Names.Select(static one => $"{one.Name} ({one.Means})"))}."),
        };
    }

    private static long? Read(string text)
    {
        var (digits, unit) = text switch
        {
            [.. var number, 'K', 'i', 'B'] => (number, 1024L),
            [.. var number, 'M', 'i', 'B'] => (number, Mebi),
            [.. var number, 'G', 'i', 'B'] => (number, 1024 * Mebi),
            _ => (text, 1L),
        };
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 && value <= long.MaxValue / unit ? value * unit : null;
    }
}

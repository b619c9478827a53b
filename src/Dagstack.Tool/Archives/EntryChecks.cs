using System.IO.Compression;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Archives;

/// <summary>What is looked at before a byte of an archive is written anywhere: names, kinds and sizes of all its entries.</summary>
internal static class EntryChecks
{
    private const int MaxShown = 5;

    /// <summary>So small that no ratio is looked at: a file of spaces is no attack.</summary>
    private const long Small = 1 << 20;

    /// <summary>Checks all entries.</summary>
    /// <param name="archive">What the archive is called.</param>
    /// <param name="packed">How many bytes it has.</param>
    /// <param name="entries">Its entries, with their names as files.</param>
    /// <param name="limits">How large they may be.</param>
    /// <exception cref="RefusedException">One is what it must not be.</exception>
    public static void Check(string archive, long packed, IReadOnlyList<(string Name, ZipArchiveEntry Entry)> entries, ArchiveLimits limits)
    {
        var names = new EntryNames(limits);
        var faults = entries.Select(one => (one.Name, Fault: FaultOf(one.Name, one.Entry) ?? names.Add(one.Name))).Where(static one => one.Fault is not null).ToArray();
        if (faults.Length > 0)
        {
            var shown = faults.Take(MaxShown).Select(static one => $"{Environment.NewLine}  '{Excerpt.Of(one.Name)}' {one.Fault}.");
            throw new RefusedException($"'{archive}' is refused: no archive may have such entries.{string.Concat(shown)}{(faults.Length > MaxShown ? $"{Environment.NewLine}  … and {faults.Length - MaxShown} more." : string.Empty)}");
        }

        var unpacked = Sum(entries.Select(static one => one.Entry.Length));
        var stored = Sum(entries.Select(static one => one.Entry.CompressedLength));
        if (unpacked > limits.Unpacked)
        {
            throw new RefusedException($"'{archive}' is refused: its files would have {unpacked} bytes, and {limits.Unpacked} are allowed. If you trust it, allow more by --limit unpacked=….");
        }

        if (stored > packed)
        {
            throw new RefusedException($"'{archive}' is refused: its entries share bytes, as in archives that unpack to more than they hold.");
        }

        if (unpacked > Small && unpacked / Math.Max(packed, 1) >= limits.Ratio)
        {
            throw new RefusedException($"'{archive}' is refused: its files would be more than {limits.Ratio} times larger than it is. If you trust it, allow more by --limit ratio=….");
        }
    }

    private static string? FaultOf(string name, ZipArchiveEntry entry)
    {
        const int TypeMask = 0xF000;
        const int WindowsLink = 0x400;
        var type = (entry.ExternalAttributes >> 16) & TypeMask;
        return entry.IsEncrypted ? "is encrypted"
            : type == 0xA000 || (entry.ExternalAttributes & WindowsLink) != 0 ? "is a link"
            : type is not (0 or 0x8000 or 0x4000) ? "is a device or a pipe"
            : name is [.., '/'] && entry.Length > 0 ? "is a folder with content"
            : null;
    }

    private static long Sum(IEnumerable<long> lengths) => lengths.Aggregate(0L, static (sum, length) => length > long.MaxValue - sum ? long.MaxValue : sum + length);
}

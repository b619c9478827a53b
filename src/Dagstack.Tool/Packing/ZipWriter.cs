using System.IO.Compression;

namespace Dagstack.Tool.Packing;

/// <summary>Writes a plugin as a zip: the same bytes for the same files.</summary>
internal static class ZipWriter
{
    private const int RegularFile = 0x8000;
    private const int Readable = 0b110_100_100;
    private const int Executable = 0b001_001_001;

    /// <summary>The earliest that a zip can say.</summary>
    private static readonly DateTimeOffset s_time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes it.</summary>
    public static async Task WriteAsync(PluginToPack plugin, Stream target, CancellationToken cancellationToken)
    {
        using var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var file in plugin.Files)
        {
            var entry = zip.CreateEntry($"{plugin.Folder}/{file.Path}", CompressionLevel.Optimal);
            entry.LastWriteTime = s_time;
            entry.ExternalAttributes = (RegularFile | Readable | (file.IsProgram ? Executable : 0)) << 16;
            var (from, to) = (file.Open(), await entry.OpenAsync(cancellationToken).ConfigureAwait(false));
            await using (from.ConfigureAwait(false))
            await using (to.ConfigureAwait(false))
            {
                await from.CopyToAsync(to, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}

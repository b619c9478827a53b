using System.Security.Cryptography;
using Dagstack.Tool.Archives;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Packing;

/// <summary>The file that was made.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Size">How many bytes it has.</param>
/// <param name="Sha256">The SHA-256 of these.</param>
internal sealed record PackedArchive(string Path, long Size, string Sha256)
{
    /// <summary>Writes a plugin, and puts the file in its place when it is whole.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="isZip">Whether a zip is made, and no package.</param>
    /// <param name="output">The folder that it goes to.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="notes">Where it is said what is to be known.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">It is too large, or has what no package can have.</exception>
    public static async Task<PackedArchive> WriteAsync(PluginToPack plugin, bool isZip, string output, ArchiveLimits limits, List<string> notes, CancellationToken cancellationToken)
    {
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(output, $"{plugin.PackageId}.{plugin.Version.ToNormalizedString()}.{(isZip ? "zip" : "nupkg")}"));
        var beside = $"{path}.{Guid.NewGuid():n}.tmp";
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        try
        {
            var file = new FileStream(beside, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
            string sha256;
            await using (file.ConfigureAwait(false))
            {
                await WriteAsync(plugin, isZip, file, notes, cancellationToken).ConfigureAwait(false);
                file.Position = 0;
                sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));

                // What 'add' would not take is not made.
                file.Position = 0;
                using var archive = PluginArchive.Open(file, Places.Shorten(path), limits);
            }

            File.Move(beside, path, overwrite: true);
            return new(path, new FileInfo(path).Length, sha256);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private static async Task WriteAsync(PluginToPack plugin, bool isZip, Stream target, List<string> notes, CancellationToken cancellationToken)
    {
        if (isZip)
        {
            await ZipWriter.WriteAsync(plugin, target, cancellationToken).ConfigureAwait(false);
            return;
        }

        plugin.CheckForPackage();
        cancellationToken.ThrowIfCancellationRequested();
        PackageWriter.Write(plugin, target, notes);
        if (plugin.Files.Where(static file => file.IsProgram).Select(static file => $"'{file.Path}'").ToArray() is { Length: > 0 } programs)
        {
            notes.Add($"A package does not keep which files may be started: {string.Join(", ", programs)}. 'dagstack add' gives it back to them, and a PackageReference does not; a zip keeps it (--zip).");
        }
    }
}

using System.IO.Compression;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Archives;

/// <summary>A zip or a package with one plugin, whose entries are checked.</summary>
internal sealed class PluginArchive : IDisposable
{
    /// <summary>Where packages have the folders of plugins: what is below <c>plugins</c> comes to the folder of that name beside a host.</summary>
    public const string InPackage = "contentFiles/any/any/plugins/";

    private readonly ZipArchive _zip;

    private PluginArchive(ZipArchive zip, string name, IReadOnlyList<PluginEntry> files) => (_zip, Name, Files) = (zip, name, files);

    /// <summary>Gets what it is called.</summary>
    public string Name { get; }

    /// <summary>Gets the files of the plugin.</summary>
    public IReadOnlyList<PluginEntry> Files { get; }

    /// <summary>Gets the nuspec; null if it is no package.</summary>
    public ZipArchiveEntry? Nuspec => NuspecOf(_zip);

    /// <summary>Opens an archive, and checks each entry.</summary>
    /// <param name="stream">The archive, which is closed with it.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="limits">How large it may be.</param>
    /// <exception cref="RefusedException">It is none, is not whole, is too large, has entries that no archive may have, or not one plugin.</exception>
    public static PluginArchive Open(Stream stream, string name, ArchiveLimits limits)
    {
        if (stream.Length > limits.Packed)
        {
            throw new RefusedException($"'{name}' is refused: it has {stream.Length} bytes, and {limits.Packed} are allowed. If you trust it, allow more by --limit packed=….");
        }

        ZipArchive? zip = null;
        try
        {
            if (ZipDirectory.HasMoreThan(stream, limits.Files))
            {
                throw new RefusedException($"'{name}' is refused: it has more than {limits.Files} entries. If you trust it, allow more by --limit files=….");
            }

            stream.Position = 0;
            zip = new(stream, ZipArchiveMode.Read);
            var isPackage = NuspecOf(zip) is not null;
            (string Name, ZipArchiveEntry Entry)[] entries = [.. zip.Entries.Select(entry => (isPackage ? Uri.UnescapeDataString(entry.FullName) : entry.FullName, entry))];
            EntryChecks.Check(name, stream.Length, entries, limits);
            return new(zip, name, FilesOf(name, entries, isPackage));
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            zip?.Dispose();
            throw new RefusedException($"'{name}' is refused: it is no zip and no package, or only a part of one. {fault.Message} Fetch it again, and compare its length or its SHA-256 with what its author says.");
        }
        catch
        {
            zip?.Dispose();
            throw;
        }
    }

    public void Dispose() => _zip.Dispose();

    private static ZipArchiveEntry? NuspecOf(ZipArchive zip) =>
        zip.Entries.FirstOrDefault(static entry => !entry.FullName.Contains('/', StringComparison.Ordinal) && entry.FullName.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase));

    private static IReadOnlyList<PluginEntry> FilesOf(string archive, (string Name, ZipArchiveEntry Entry)[] entries, bool isPackage)
    {
        var files = Array.FindAll(entries, static one => one.Name is not [.., '/']);
        var folder = FolderOf(archive, [.. files.Select(static file => file.Name)], isPackage ? InPackage : string.Empty, isPackage);
        if (!isPackage && Array.Find(files, file => !file.Name.StartsWith(folder, StringComparison.Ordinal)).Name is { } outside)
        {
            throw new RefusedException($"'{archive}' is refused: '{Excerpt.Of(outside)}' is outside of the plugin's folder '{folder}'. Pack the folder alone, as 'dagstack pack' does.");
        }

        return [.. files.Where(file => file.Name.StartsWith(folder, StringComparison.Ordinal)).Select(file => new PluginEntry(file.Name[folder.Length..], file.Entry))];
    }

    /// <summary>Finds the folder with the manifest: the top, or one below.</summary>
    private static string FolderOf(string archive, string[] names, string top, bool isPackage)
    {
        var folders = names
            .Where(name => name.StartsWith(top, StringComparison.Ordinal) && Path.GetFileName(name) is PluginManifestLoader.TomlFileName or PluginManifestLoader.JsonFileName)
            .Select(name => name[..^Path.GetFileName(name).Length])
            .Where(folder => folder.AsSpan(top.Length).Count('/') <= 1)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        return !isPackage && folders.Contains(top) ? top : folders switch
        {
            [var one] when one != top || !isPackage => one,
            [] or [_] => throw new RefusedException(isPackage
                ? $"'{archive}' is refused: the package has no plugin, no {PluginManifestLoader.TomlFileName} in a folder of {InPackage}. 'dagstack pack' makes packages of plugins."
                : $"'{archive}' is refused: it has no plugin, no {PluginManifestLoader.TomlFileName} at its top or in a folder there."),
            _ => throw new RefusedException($"'{archive}' is refused: it has {folders.Length} plugins, in {string.Join(", ", folders.Select(static folder => $"'{Excerpt.Of(folder)}'"))}, and one is added at a time. Pack each by itself."),
        };
    }
}

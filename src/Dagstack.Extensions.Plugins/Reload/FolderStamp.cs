using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Dagstack.Extensions.Plugins;

/// <summary>What tells one state of a plugin's code from another, without reading it: names, lengths and times.</summary>
internal sealed class FolderStamp : IEquatable<FolderStamp>
{
    private readonly List<(string File, long Length, DateTime Written)> _files;

    private FolderStamp(List<(string File, long Length, DateTime Written)> files) => _files = files;

    /// <summary>Looks at a folder. What goes away meanwhile is not there.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be read.</exception>
    public static FolderStamp Of(string folder)
    {
        var files = new List<(string, long, DateTime)>();
        var folders = new Stack<DirectoryInfo>([new(folder)]);
        while (folders.TryPop(out var next))
        {
            try
            {
                foreach (var entry in PluginFiles.EntriesOf(next))
                {
                    if (entry is DirectoryInfo sub)
                    {
                        if (!PluginFiles.IsLink(sub))
                        {
                            folders.Push(sub);
                        }
                    }
                    else if (PluginFiles.IsCode(entry.Name) && (entry.ResolveLinkTarget(returnFinalTarget: true) ?? entry) is FileInfo { Exists: true } file)
                    {
                        files.Add((Path.GetRelativePath(folder, entry.FullName), file.Length, file.LastWriteTimeUtc));
                    }
                }
            }
            catch (Exception gone) when (gone is DirectoryNotFoundException or FileNotFoundException)
            {
                // As if it had never been there; whoever looks again sees the rest.
            }
        }

        files.Sort();
        return new(files);
    }

    /// <summary>Computes the SHA-256 of the code itself, for those who cannot trust times.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file cannot be read.</exception>
    public string HashIn(string folder)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (file, _, _) in _files)
        {
            using var content = File.OpenRead(Path.Combine(folder, file));
            all.AppendData(MemoryMarshal.AsBytes((file + '\0').AsSpan()));
            all.AppendData(SHA256.HashData(content));
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    /// <summary>Finds a file that is not there as a whole, as when it is being copied.</summary>
    /// <returns>The file and what is wrong with it, as a sentence; null if all are whole, as far as one can tell.</returns>
    public string? FindPart(string folder) => _files
        .Where(static file => Path.GetExtension(file.File) == ".dll")
        .Select(file => WholeFile.ComplaintOf(Path.Combine(folder, file.File)) is { } complaint ? $"'{Path.Combine(folder, file.File)}' {complaint}" : null)
        .FirstOrDefault(static complaint => complaint is not null);

    public bool Equals(FolderStamp? other) => other is not null && _files.SequenceEqual(other._files);

    public override bool Equals(object? obj) => Equals(obj as FolderStamp);

    public override int GetHashCode() => _files.Count;
}

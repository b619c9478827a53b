using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Dagstack.Extensions.Plugins.Files;

/// <summary>What tells one state of a plugin's code from another, without reading it: names, lengths and times.</summary>
internal sealed class FolderStamp : IEquatable<FolderStamp>
{
    private readonly List<(string File, long Length, DateTime Written)> _files;

    private readonly ICodeFiles _code;

    private FolderStamp(List<(string File, long Length, DateTime Written)> files, ICodeFiles code) => (_files, _code) = (files, code);

    /// <summary>Looks at a folder. What goes away meanwhile is not there.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be read.</exception>
    /// <param name="folder">The folder.</param>
    /// <param name="code">Knows which files are code.</param>
    public static FolderStamp Of(string folder, ICodeFiles code)
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
                    else if (code.IsCode(Path.GetRelativePath(folder, entry.FullName)) && (entry.ResolveLinkTarget(returnFinalTarget: true) ?? entry) is FileInfo { Exists: true } file && !RegularFile.IsOther(file))
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
        return new(files, code);
    }

    /// <summary>Computes the SHA-256 of the code itself, for those who cannot trust times.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file cannot be read.</exception>
    public string HashIn(string folder)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (file, _, _) in _files)
        {
            all.AppendData(MemoryMarshal.AsBytes((file + '\0').AsSpan()));
            all.AppendData(Hash(Path.Combine(folder, file)));
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    private static byte[] Hash(string path)
    {
        using var content = RegularFile.OpenRead(path);
        return SHA256.HashData(content);
    }

    /// <summary>Finds a file that is not there as a whole, as when it is being copied.</summary>
    /// <returns>The file and what is wrong with it, as a sentence; null if all are whole, as far as one can tell.</returns>
    public string? FindPart(string folder) => _files
        .Select(file => _code.ComplaintOf(folder, file.File) is { } complaint ? $"'{Path.Combine(folder, file.File)}' {complaint}" : null)
        .FirstOrDefault(static complaint => complaint is not null);

    public bool Equals(FolderStamp? other) => other is not null && _files.SequenceEqual(other._files);

    public override bool Equals(object? obj) => Equals(obj as FolderStamp);

    public override int GetHashCode() => _files.Count;
}

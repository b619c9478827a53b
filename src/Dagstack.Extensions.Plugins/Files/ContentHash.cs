using System.Security.Cryptography;
using System.Text;

namespace Dagstack.Extensions.Plugins.Files;

/// <summary>The SHA-256 of a plugin's folder, or of its manifest where that is all that it has.</summary>
internal static class ContentHash
{
    /// <summary>Hashes path and content of every file, so that no two folders that differ are alike. A link to a folder is what it says, and is not followed.</summary>
    public static async Task<FolderHash> ComputeAsync(string folder, CancellationToken cancellationToken)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var hashes = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var files = PluginFiles.AllOf(folder)
            .Select(entry => (Entry: entry, Name: Path.GetRelativePath(folder, entry.FullName).Replace(Path.DirectorySeparatorChar, '/')))
            .OrderBy(static file => file.Name, StringComparer.Ordinal);
        foreach (var (entry, name) in files)
        {
            var hash = entry is DirectoryInfo
                ? SHA256.HashData(Encoding.UTF8.GetBytes(entry.LinkTarget ?? string.Empty))
                : await RegularFile.HashAsync(entry.FullName, cancellationToken).ConfigureAwait(false);
            hashes.Add(name, hash);
            all.AppendData(Encoding.UTF8.GetBytes($"{name}\0"));
            all.AppendData(hash);
        }

        return new(Convert.ToHexStringLower(all.GetHashAndReset()), hashes);
    }

    /// <summary>Hashes the content of one file.</summary>
    public static async Task<string?> OfFileAsync(string file, CancellationToken cancellationToken) =>
        Convert.ToHexStringLower(await RegularFile.HashAsync(file, cancellationToken).ConfigureAwait(false));
}

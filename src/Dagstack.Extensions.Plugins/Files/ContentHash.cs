using System.Security.Cryptography;
using System.Text;

namespace Dagstack.Extensions.Plugins.Files;

/// <summary>The SHA-256 of a plugin's folder.</summary>
internal static class ContentHash
{
    /// <summary>Hashes path, length and content of every file, so that no two folders that differ are alike.</summary>
    public static async Task<string?> ComputeAsync(string folder, CancellationToken cancellationToken)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (File: file, Name: Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/')))
            .OrderBy(static file => file.Name, StringComparer.Ordinal);
        foreach (var (file, name) in files)
        {
            var content = File.OpenRead(file);
            await using (content.ConfigureAwait(false))
            {
                all.AppendData(Encoding.UTF8.GetBytes($"{name}\0"));
                all.AppendData(await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false));
            }
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }
}

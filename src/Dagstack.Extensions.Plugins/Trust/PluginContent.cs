using Dagstack.Extensions.Plugins.Discovery;
using Dagstack.Extensions.Plugins.Files;

namespace Dagstack.Extensions.Plugins.Trust;

/// <summary>What a plugin consists of, as far as it lies in files of its own.</summary>
internal static class PluginContent
{
    /// <summary>Computes the SHA-256 of a plugin's folder; of one from a list, that of its manifest.</summary>
    /// <returns>Null if it has neither.</returns>
    public static async Task<string?> HashAsync(FoundPlugin source, CancellationToken cancellationToken) => source switch
    {
        { IsListed: true, Path: { } file } => File.Exists(file) ? await ContentHash.OfFileAsync(file, cancellationToken).ConfigureAwait(false) : null,
        { Folder: { } folder } => (await ContentHash.ComputeAsync(folder, cancellationToken).ConfigureAwait(false)).Sha256,
        _ => null,
    };
}

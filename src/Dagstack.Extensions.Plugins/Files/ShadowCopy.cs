namespace Dagstack.Extensions.Plugins.Files;

/// <summary>A copy of a plugin's folder that one instance is loaded from, so that the folder itself can be written at any time.</summary>
/// <param name="folder">The plugin's folder.</param>
/// <param name="path">The copy.</param>
/// <param name="stamp">The state that was copied.</param>
/// <param name="hash">The hash of the code in it.</param>
internal sealed class ShadowCopy(string folder, string path, FolderStamp stamp, string hash)
{
    public string Folder { get; } = folder;

    public string Path { get; } = path;

    public FolderStamp Stamp { get; } = stamp;

    public string Hash { get; } = hash;

    /// <summary>Gets what keeps the copy from being used, as a sentence; null if nothing does.</summary>
    public string? Complaint { get; init; }

    /// <summary>Gets the hashes of all files that were copied; null where only code is compared.</summary>
    public FolderHash? Content { get; init; }

    /// <summary>Speaks of the plugin's own folder where a text speaks of the copy, which is nothing to anybody.</summary>
    public string Translate(string text) => text.Replace(Path, Folder, StringComparison.Ordinal);
}

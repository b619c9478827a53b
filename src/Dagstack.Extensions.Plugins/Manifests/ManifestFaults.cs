namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>What is said of something that has the name of a manifest, and must not be read as one.</summary>
internal static class ManifestFaults
{
    public const string IsFolder = "there is a folder with the name of the manifest, where a file should be. Rename the folder, and put a file in its place.";

    public const string BrokenLink = "the manifest is a link that leads nowhere. Correct the link, or put a file in its place.";

    public static string LinkOutside(string target, string root) =>
        $"the manifest is a link that leads out of the root '{root}' to '{target}', and is not followed. Put a file in its place, or add that folder as a root of its own.";

    /// <summary>What is wrong with a path at which no file is; null if there is nothing at all.</summary>
    public static string? Find(string path) => Directory.Exists(path) ? IsFolder : new FileInfo(path).LinkTarget is not null ? BrokenLink : null;
}

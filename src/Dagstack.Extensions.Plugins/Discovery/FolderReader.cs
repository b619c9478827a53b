using System.IO.Enumeration;

namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>Lists folders; a seam, so that tests can make one unreadable.</summary>
internal class FolderReader
{
    private static readonly EnumerationOptions Options = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        MatchType = MatchType.Simple,
        RecurseSubdirectories = false,
    };

    /// <summary>Lists sub-folders, links, manifests and what shows that a plugin was built there, in any order.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public virtual List<FolderEntry> Read(string folder) =>
    [
        .. new FileSystemEnumerable<FolderEntry>(folder, ToEntry, Options) { ShouldIncludePredicate = IsOfInterest },
    ];

    // Everything is told from the listing itself: one call per folder, none per file.
    private static FolderEntry ToEntry(ref FileSystemEntry entry) =>
        new(entry.FileName.ToString(), entry.IsDirectory, (entry.Attributes & FileAttributes.ReparsePoint) != 0);

    private static bool IsOfInterest(ref FileSystemEntry entry) =>
        entry.IsDirectory
        || entry.FileName is PluginManifestLoader.TomlFileName or PluginManifestLoader.JsonFileName or BuiltPlugin.Assembly
        || entry.FileName.EndsWith(BuiltPlugin.Dependencies, StringComparison.Ordinal)
        || MisnamedManifest.Is(entry.FileName);
}

namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>What shows that somebody built a plugin into a folder, though its manifest is missing.</summary>
internal static class BuiltPlugin
{
    /// <summary>The assembly as older guides name it.</summary>
    public const string Assembly = "plugin.dll";

    /// <summary>How the file ends that a build puts beside an assembly.</summary>
    public const string Dependencies = ".deps.json";

    /// <summary>Finds the assembly of a folder that has no manifest.</summary>
    /// <param name="entries">What is in the folder.</param>
    /// <param name="isRoot">Whether it is the root itself, which may be the folder of the host.</param>
    /// <returns>The name of its file; null if nothing was built there.</returns>
    public static string? Find(List<FolderEntry> entries, bool isRoot) =>
        entries.Exists(static entry => entry is { Name: Assembly, IsFolder: false }) ? Assembly
        : isRoot ? null
        : entries.Where(static entry => !entry.IsFolder && entry.Name.EndsWith(Dependencies, StringComparison.Ordinal)).Select(static entry => entry.Name[..^Dependencies.Length] + ".dll").FirstOrDefault();
}

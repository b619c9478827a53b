using Dagstack.Tool.Contracts;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Plugins;

/// <summary>What the build of a plugin has written down, or its packing: where the plugin is, and the contracts, which are not beside it.</summary>
/// <param name="Folder">What was built.</param>
/// <param name="Contracts">Assemblies, or restored packages as <c>Id@version</c>.</param>
internal sealed record BuildNote(string Folder, IReadOnlyList<string> Contracts)
{
    /// <summary>Gets a value indicating whether the plugin was packed elsewhere, so that its contracts are packages.</summary>
    public bool IsPacked { get; private init; }

    private const string FileName = "dagstack.contracts.txt";

    private static readonly EnumerationOptions s_below = new() { RecurseSubdirectories = true, MaxRecursionDepth = 4, IgnoreInaccessible = true };

    /// <summary>Finds the note of a plugin.</summary>
    /// <param name="path">The folder of its project, of which the last build counts, or what that has built.</param>
    /// <returns>The note; null if there is none.</returns>
    public static BuildNote? Find(string path) => Find(path, []);

    /// <summary>Finds the note of one of many plugins.</summary>
    /// <param name="path">The folder of its project, of which the last build counts, or what that has built.</param>
    /// <param name="above">What has been found in the folders above others.</param>
    /// <returns>The note; null if there is none.</returns>
    public static BuildNote? Find(string path, Dictionary<string, IReadOnlyList<BuildNote>> above)
    {
        var folder = Normalize(path);
        return NotesOf(folder) is [var last, ..] ? last : NotesFrom(Path.GetDirectoryName(folder), above).FirstOrDefault(note => note.Folder == folder) ?? OfPacked(folder);
    }

    /// <summary>Finds the packages that a plugin was packed for, where they are restored here.</summary>
    private static BuildNote? OfPacked(string folder)
    {
        try
        {
            string[] packages = [.. (PackedNote.Read(folder)?.Contracts ?? []).Select(RestoredPackage.NameOf).OfType<string>()];
            return packages.Length > 0 ? new(folder, packages) { IsPacked = true } : null;
        }
        catch (WrongUseException)
        {
            // One of many plugins whose note is broken is as one without.
            return null;
        }
    }

    /// <summary>Reads the notes of the projects in a folder and above it, those of the nearest first.</summary>
    private static IReadOnlyList<BuildNote> NotesFrom(string? folder, Dictionary<string, IReadOnlyList<BuildNote>> above)
    {
        if (folder is null)
        {
            return [];
        }

        if (!above.TryGetValue(folder, out var notes))
        {
            notes = [.. NotesOf(folder), .. NotesFrom(Path.GetDirectoryName(folder), above)];
            above.Add(folder, notes);
        }

        return notes;
    }

    /// <summary>Reads the notes of a project, the newest first.</summary>
    private static IReadOnlyList<BuildNote> NotesOf(string project)
    {
        var written = new DirectoryInfo(Path.Combine(project, "obj"));
        return !written.Exists || !Directory.EnumerateFiles(project, "*.*proj").Any()
            ? []
            : [.. written.EnumerateFiles(FileName, s_below).OrderByDescending(static file => file.LastWriteTimeUtc).Select(Read).OfType<BuildNote>()];
    }

    private static BuildNote? Read(FileInfo file) =>
        File.ReadAllLines(file.FullName) is [var folder, .. var contracts] && Directory.Exists(folder) ? new(Normalize(folder), contracts) : null;

    private static string Normalize(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
}

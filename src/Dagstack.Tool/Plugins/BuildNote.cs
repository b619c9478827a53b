namespace Dagstack.Tool.Plugins;

/// <summary>What the build of a plugin has written down: where the plugin is, and the contracts, which are not beside it.</summary>
/// <param name="Folder">What was built.</param>
/// <param name="Contracts">Assemblies.</param>
internal sealed record BuildNote(string Folder, IReadOnlyList<string> Contracts)
{
    private const string FileName = "dagstack.contracts.txt";

    private static readonly EnumerationOptions s_below = new() { RecurseSubdirectories = true, MaxRecursionDepth = 4, IgnoreInaccessible = true };

    /// <summary>Finds the note of a plugin.</summary>
    /// <param name="path">The folder of its project, of which the last build counts, or what that has built.</param>
    /// <returns>The note; null if there is none.</returns>
    public static BuildNote? Find(string path)
    {
        var folder = Normalize(path);
        if (NotesOf(folder) is [var last, ..])
        {
            return last;
        }

        for (var above = Path.GetDirectoryName(folder); above is not null; above = Path.GetDirectoryName(above))
        {
            if (NotesOf(above).FirstOrDefault(note => note.Folder == folder) is { } own)
            {
                return own;
            }
        }

        return null;
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

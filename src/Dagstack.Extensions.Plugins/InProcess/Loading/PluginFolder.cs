namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>A plugin's folder, which nothing of the plugin may leave.</summary>
/// <param name="path">The full path of the folder, which may be reached by a link itself.</param>
internal sealed class PluginFolder(string path)
{
    private string? _real;

    public string Path { get; } = path;

    /// <summary>Tells whether a file is really inside, or says why it is not.</summary>
    /// <returns>Null if it is inside; else the end of a sentence that has the file as its subject.</returns>
    public string? ComplaintOf(string file)
    {
        // What lies directly in the folder and is no link is inside, however the folder is reached: one look for nearly all.
        if (System.IO.Path.GetDirectoryName(file) == Path && new FileInfo(file).LinkTarget is null)
        {
            return null;
        }

        if (RealPath.TryResolve(file) is not { } target)
        {
            return $"is a link that leads nowhere, to '{new FileInfo(file).LinkTarget}'. Put the file itself into the folder.";
        }

        _real ??= RealPath.TryResolve(Path) ?? Path;
        return RealPath.IsWithin(target, _real) ? null : $"leaves the plugin's folder '{Path}': it is really '{target}'. Put the file itself into the folder.";
    }
}

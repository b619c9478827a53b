namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>Finds the folder that a root means.</summary>
internal static class PluginRoots
{
    /// <summary>Resolves a root: an absolute one is itself; a relative one is tried under the content root, then under the application's base directory.</summary>
    /// <param name="root">The root as the host gave it.</param>
    /// <param name="contentRoot">The host's content root; null if it has none.</param>
    /// <param name="baseDirectory">The application's base directory; null for <see cref="AppContext.BaseDirectory"/>.</param>
    /// <param name="optional">Whether the root may be missing.</param>
    /// <returns>The first that exists, or the error that names every path that was tried.</returns>
    public static RootResolution Resolve(string root, string? contentRoot, string? baseDirectory = null, bool optional = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        List<string> tried = [];
        string?[] bases = Path.IsPathFullyQualified(root) ? [null] : [contentRoot, baseDirectory ?? AppContext.BaseDirectory];
        foreach (var folder in bases)
        {
            if (folder is null && bases.Length > 1)
            {
                continue;
            }

            var path = Path.TrimEndingDirectorySeparator(folder is null ? Path.GetFullPath(root) : Path.GetFullPath(root, Path.GetFullPath(folder)));
            if (tried.Contains(path))
            {
                continue;
            }

            tried.Add(path);
            if (Directory.Exists(path))
            {
                return new RootResolution(path, tried, null);
            }
        }

        var files = tried.Where(File.Exists).ToArray();
        var advice = files.Length > 0 ? $"'{files[0]}' is a file; give its folder." : "Name a plugin's project in the host's, <PluginReference Include=\"../MyPlugin/MyPlugin.csproj\" />, and the build makes plugins/; or create the folder, correct the path, or mark the root as optional.";
        return new RootResolution(null, tried, optional ? null : $"the plugin root '{root}' does not exist. Tried: {string.Join(", ", tried)}. {advice}");
    }
}

using System.Collections.Frozen;

namespace Dagstack.Extensions.Plugins.Files;

/// <summary>The folders that a scan does not go into: names that never hold plugins, and the host's own globs.</summary>
internal sealed class IgnoredFolders
{
    /// <summary>Where tools keep what is theirs. It is never a part of a plugin: neither looked through nor watched nor copied with it.</summary>
    public static readonly FrozenSet<string> OfTools = new[] { ".git", ".hg", ".svn", ".vs", ".idea", "node_modules", "obj" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The folders that a scan for manifests does not go into, at any depth.</summary>
    /// <remarks>Beyond those of tools it is where builds and virtual environments put copies: a manifest there is that of another plugin once more. Code of the plugin itself may lie there.</remarks>
    public static readonly FrozenSet<string> Names = OfTools
        .Concat(["__pycache__", ".venv", "venv", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".tox", "dist", "build", "bin"])
        .ToFrozenSet(StringComparer.Ordinal);

    private readonly List<string> _globs = [];

    public IgnoredFolders(IEnumerable<string>? globs)
    {
        foreach (var glob in globs ?? [])
        {
            // A bare name means that folder at any depth, as in .gitignore.
            var pattern = glob.Replace('\\', '/').TrimEnd('/');
            _globs.Add(pattern.Contains('/', StringComparison.Ordinal) ? pattern.TrimStart('/') : "**/" + pattern);
        }
    }

    /// <summary>Tells whether a folder has copies of plugins that a host runs from: its temporary folder may lie anywhere.</summary>
    public static bool IsOfHost(string name) => name.StartsWith(CopyFolder.Prefix, StringComparison.Ordinal);

    public bool Contains(string name, string relativeFolder) =>
        Names.Contains(name) || IsOfHost(name) || _globs.Exists(glob => Glob.Matches(glob, relativeFolder));
}

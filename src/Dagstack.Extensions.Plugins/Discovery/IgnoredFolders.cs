using System.Collections.Frozen;
using Microsoft.Extensions.FileSystemGlobbing;

namespace Dagstack.Extensions.Plugins;

/// <summary>The folders that a scan does not go into: names that never hold plugins, and the host's own globs.</summary>
internal sealed class IgnoredFolders
{
    /// <summary>The folders that are ignored everywhere.</summary>
    public static readonly FrozenSet<string> Names = new[]
    {
        "__pycache__", "node_modules", ".git", ".hg", ".svn", ".venv", "venv", ".mypy_cache", ".pytest_cache",
        ".ruff_cache", ".tox", "dist", "build", "bin", "obj", ".vs", ".idea",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly Matcher? _globs;

    public IgnoredFolders(IEnumerable<string>? globs)
    {
        foreach (var glob in globs ?? [])
        {
            // A bare name means that folder at any depth, as in .gitignore.
            var pattern = glob.Replace('\\', '/').TrimEnd('/');
            _globs ??= new Matcher(StringComparison.Ordinal);
            _globs.AddInclude(pattern.Contains('/', StringComparison.Ordinal) ? pattern.TrimStart('/') : "**/" + pattern);
        }
    }

    public bool Contains(string name, string relativeFolder) =>
        Names.Contains(name) || (_globs is not null && _globs.Match(relativeFolder).HasMatches);
}

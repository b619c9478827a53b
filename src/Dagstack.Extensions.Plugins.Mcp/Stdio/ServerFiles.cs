using System.Collections.Frozen;

namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <summary>Which files of a plugin's folder make another server of it when they change: all but what tools and the server itself write there.</summary>
internal static class ServerFiles
{
    // What is installed beside a program, and what its tools remember of it. Folders of builds are not among them: there is what runs.
    private static readonly FrozenSet<string> s_folders =
        new[] { ".git", ".hg", ".svn", ".vs", ".idea", ".vscode", "node_modules", ".venv", "venv", "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".tox", "obj", "logs" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_extensions =
        new[] { ".log", ".tmp", ".temp", ".pid", ".lock", ".pyc", ".pyo", ".swp", ".swx", ".bak", ".db", ".db-wal", ".db-shm", ".db-journal", ".sqlite", ".sqlite3", ".out" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <param name="path">The file, relative to the plugin's folder.</param>
    public static bool IsCode(string path)
    {
        var parts = path.Split(['/', '\\']);
        var name = parts[^1];
        return !parts[..^1].Any(s_folders.Contains) && !name.EndsWith('~') && name != ".DS_Store" && !s_extensions.Contains(Path.GetExtension(name));
    }
}

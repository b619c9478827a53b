namespace Dagstack.Extensions.Shared;

/// <summary>Follows links to where a path really is.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>Resolves every link in a path.</summary>
    /// <returns>The real path without a separator at its end, or null if it leads nowhere or in a circle.</returns>
    public static string? TryResolve(string path)
    {
        try
        {
            return Follow(Path.GetFullPath(path), passed: null) is { } real && Path.Exists(real) ? Path.TrimEndingDirectorySeparator(real) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Finds what decides which file a path leads to: the links on the way, and its end, which need not be there. Each is where it really is.</summary>
    public static IReadOnlyList<string> Trail(string path)
    {
        var trail = new List<string>();
        string? end = null;
        try
        {
            end = Follow(Path.GetFullPath(path), trail.Add);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // As far as it can be followed.
        }

        trail.Add(end ?? Path.GetFullPath(path));
        return trail;
    }

    /// <summary>Tells whether a real path is a folder or something below it.</summary>
    public static bool IsWithin(string path, string folder) =>
        path.StartsWith(folder, PathComparison) && (path.Length == folder.Length || Path.EndsInDirectorySeparator(folder) || path[folder.Length] == Path.DirectorySeparatorChar);

    private static StringComparison PathComparison => OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private static string? Follow(string full, Action<string>? passed)
    {
        var links = 0;
        var root = Path.GetPathRoot(full)!;
        var real = root;
        var rest = new Stack<string>(Parts(full, root).Reverse());
        while (rest.TryPop(out var part))
        {
            var next = Path.Combine(real, part);
            var info = new FileInfo(next);
            if (info.LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            passed?.Invoke(next);
            if (++links > MaxLinks)
            {
                return null;
            }

            var followed = Path.GetFullPath(target, real);
            root = Path.GetPathRoot(followed)!;
            real = root;
            foreach (var piece in Parts(followed, root).Reverse())
            {
                rest.Push(piece);
            }
        }

        return real;
    }

    private static string[] Parts(string full, string root) =>
        full[root.Length..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
}

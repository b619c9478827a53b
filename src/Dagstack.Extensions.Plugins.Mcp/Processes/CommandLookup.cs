namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>Finds the file of a command: in the PATH of the child, never in a current directory.</summary>
/// <remarks>The systems' own look-up takes the host's PATH and, on Windows, the host's current directory first.</remarks>
internal static class CommandLookup
{
    private const int ShownDirectories = 4;
    private const int MaxCandidates = 20_000;

    /// <summary>Finds a program.</summary>
    /// <param name="command">The first part of a command. Without a separator it is looked for in PATH, with one it is relative to <paramref name="folder"/>.</param>
    /// <param name="folder">The full path of the folder that relative paths start from.</param>
    /// <param name="environment">What the child gets; its PATH counts, and on Windows its PATHEXT.</param>
    /// <param name="name">Whose command it is, for messages.</param>
    /// <returns>The full path of a file that can be executed.</returns>
    /// <exception cref="ChildStartException">There is none.</exception>
    public static string Find(string command, string folder, IReadOnlyDictionary<string, string> environment, string name) =>
        Find(command, folder, environment, name, OperatingSystem.IsWindows() ? ProgramFiles.Windows(environment) : ProgramFiles.Unix);

    internal static string Find(string command, string folder, IReadOnlyDictionary<string, string> environment, string name, ProgramFiles files)
    {
        if (string.IsNullOrWhiteSpace(command))
        {
            throw new ChildStartException($"The command of {name} is empty. Name a program: one in PATH, or a path relative to '{Excerpt.Printable(folder)}'.");
        }

        if (command.Contains('\0', StringComparison.Ordinal))
        {
            throw new ChildStartException($"The command '{Excerpt.Of(command)}' of {name} has a NUL character, which no file name has. Take it out.");
        }

        return command.AsSpan().ContainsAny(files.Separators) ? FindAt(command, folder, name, files) : FindInPath(command, folder, environment, name, files);
    }

    private static string FindAt(string command, string folder, string name, ProgramFiles files)
    {
        var path = Path.GetFullPath(command, folder);
        if (files.Programs(path).FirstOrDefault(files.IsProgram) is { } found)
        {
            return found;
        }

        var start = $"The command '{Excerpt.Of(command)}' of {name}";
        if (Directory.Exists(path))
        {
            throw new ChildStartException($"{start} is the folder '{Excerpt.Printable(path)}'; a program was expected. Name a file in it.");
        }

        if (File.Exists(path))
        {
            throw new ChildStartException($"{start} is '{Excerpt.Printable(path)}', which cannot be executed. {files.Remedy(path)}");
        }

        var directory = Path.GetDirectoryName(path) ?? folder;
        var near = NearNames.Find(Path.GetFileName(path), NamesIn(directory));
        throw new ChildStartException(Directory.Exists(directory)
            ? $"{start} is not there: '{Excerpt.Printable(path)}' does not exist.{Meant(near)} Correct the path, which is relative to '{Excerpt.Printable(folder)}', or put the file there."
            : $"{start} is not there: the folder '{Excerpt.Printable(directory)}' does not exist. Correct the path, which is relative to '{Excerpt.Printable(folder)}'.");
    }

    private static string FindInPath(string command, string folder, IReadOnlyDictionary<string, string> environment, string name, ProgramFiles files)
    {
        var start = $"The command '{Excerpt.Of(command)}' of {name}";
        if (!files.TryGet(environment, "PATH", out var path) || path.Length == 0)
        {
            throw new ChildStartException($"{start} has no separator, so it is looked for in PATH, but the environment of {name} has no PATH. Give it one, or give the full path of the command.");
        }

        // Empty and relative ones mean the current directory of somebody, where anybody may have put a file of that name.
        var directories = path.Split(files.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(static directory => directory.Trim('"')).Where(Path.IsPathFullyQualified).Distinct().ToList();
        string? refused = null;
        foreach (var directory in directories)
        {
            foreach (var file in files.Programs(Path.Combine(directory, command)))
            {
                if (files.IsProgram(file))
                {
                    return file;
                }

                refused ??= File.Exists(file) ? file : null;
            }
        }

        if (refused is not null)
        {
            throw new ChildStartException($"{start} is in PATH as '{Excerpt.Printable(refused)}', which cannot be executed. {files.Remedy(refused)}");
        }

        var here = Path.Combine(folder, command);
        var hint = files.Programs(here).Any(File.Exists)
            ? $" There is one in '{Excerpt.Printable(folder)}', which is not looked into: write './{Excerpt.Of(command)}' if it is meant."
            : Meant(NearNames.Find(command, directories.SelectMany(NamesIn).Take(MaxCandidates).Select(files.ShortName).Distinct()));
        throw new ChildStartException($"{start} was not found in the PATH that {name} is given ({Shown(directories)}).{hint} Install it, add its directory to that PATH, or give its full path.");
    }

    private static string Shown(List<string> directories) => directories.Count switch
    {
        0 => "no full path is in it",
        <= ShownDirectories => string.Join(", ", directories.Select(static directory => Excerpt.Of(directory))),
        _ => $"{string.Join(", ", directories.Take(ShownDirectories).Select(static directory => Excerpt.Of(directory)))} and {directories.Count - ShownDirectories} more",
    };

    private static string Meant(string? near) => near is null ? "" : $" Did you mean '{Excerpt.Of(near)}'?";

    private static IEnumerable<string> NamesIn(string directory)
    {
        try
        {
            return [.. Directory.EnumerateFiles(directory).Take(MaxCandidates).Select(static file => Path.GetFileName(file))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

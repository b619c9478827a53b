namespace Dagstack.Tool.Doctor;

/// <summary>Finds the programs that commands name.</summary>
internal static class ProgramLookup
{
    /// <summary>Finds a command in PATH, and nowhere else.</summary>
    /// <returns>The file; null if there is none that can be executed.</returns>
    public static string? InPath(string command) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Where(Path.IsPathFullyQualified).Select(folder => At(Path.Combine(folder, command))).FirstOrDefault(static found => found is not null);

    /// <summary>Finds the program that a path means.</summary>
    /// <returns>The file; null if there is none that can be executed.</returns>
    public static string? At(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
            return File.Exists(path) && (File.GetUnixFileMode(path) & Execute) != 0 ? path : null;
        }

        string[] extensions = [.. (Environment.GetEnvironmentVariable("PATHEXT") ?? ".COM;.EXE;.BAT;.CMD").Split(';', StringSplitOptions.RemoveEmptyEntries)];
        return extensions.Any(extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) && File.Exists(path) ? path
            : extensions.Select(extension => path + extension).FirstOrDefault(File.Exists);
    }
}

namespace Dagstack.Extensions.Plugins.Scripts.Caching;

/// <summary>A folder in which only the account of the host can put anything: what is loaded from there runs with its rights.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OfOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Gets where the cache is by default; null if the account has no place of its own.</summary>
    public static string? Default
    {
        get
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            var place = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } given && Path.IsPathFullyQualified(given) ? given
                : home.Length == 0 ? string.Empty
                : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
                : Path.Combine(home, ".cache");
            return place.Length == 0 ? null : Path.Combine(place, "dagstack", "scripts");
        }
    }

    /// <summary>Makes the folder where it is missing, and looks whether it is private.</summary>
    /// <returns>Why it is not to be used, and what to do; null if it is private.</returns>
    public static string? ComplaintOf(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
                return null;
            }

            var real = new DirectoryInfo(folder);
            if (real.LinkTarget is not null)
            {
                return $"it is a link, to '{real.LinkTarget}'. Name the folder itself.";
            }

            Directory.CreateDirectory(folder, Own);
            var mode = File.GetUnixFileMode(folder);
            return (mode & OfOthers) != 0 ? $"others than its owner have rights in it (mode {Convert.ToString((int)mode, 8)}). Empty it, and give it the mode 700."
                : !FolderOwner.IsMine(folder) ? "it belongs to somebody else. Remove it, or name another folder."
                : OpenAbove(folder) is { } above ? $"anybody may put another folder in its place, since '{above}' can be written by all. Name another folder."
                : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"{fault.Message} Name a folder that the account of the host may make and write, or set UseCache to false.";
        }
    }

    /// <summary>Finds a folder on the way to it in which anybody may rename what is not theirs.</summary>
    private static string? OpenAbove(string folder)
    {
        for (var above = Path.GetDirectoryName(RealPath.TryResolve(folder) ?? folder); above is not null && !OperatingSystem.IsWindows(); above = Path.GetDirectoryName(above))
        {
            if ((File.GetUnixFileMode(above) & (UnixFileMode.OtherWrite | UnixFileMode.StickyBit)) == UnixFileMode.OtherWrite)
            {
                return above;
            }
        }

        return null;
    }
}

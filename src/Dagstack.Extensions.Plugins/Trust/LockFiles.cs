namespace Dagstack.Extensions.Plugins.Trust;

/// <summary>The lock files of a host as they are now. Each is parsed again only when its bytes are others.</summary>
/// <param name="find">Finds the paths of the files, which need not exist.</param>
internal sealed class LockFiles(Func<IReadOnlyList<string>> find)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (byte[] Bytes, PluginLockFile File)> _read = new(StringComparer.Ordinal);

    /// <summary>Finds what the files say of a plugin.</summary>
    /// <returns>Each place that has it, and the files that were looked into.</returns>
    /// <exception cref="FormatException">One is no lock file.</exception>
    /// <exception cref="IOException">None is there, or one cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">One may not be read.</exception>
    public (IReadOnlyList<(string Path, LockedPlugin Plugin)> Found, IReadOnlyList<string> Files) Find(PluginId id)
    {
        var paths = find();
        List<string> files = [.. paths.Where(File.Exists)];
        return files.Count > 0
            ? ([.. files.Select(path => (path, Plugin: Read(path).Find(id)!)).Where(static found => found.Plugin is not null)], files)
            : throw new FileNotFoundException(paths.Count == 0
                ? "there is no folder of plugins that could have one."
                : $"there is none: {string.Join(", ", paths.Select(static path => $"'{path}'"))} {(paths.Count == 1 ? "does" : "do")} not exist.");
    }

    private PluginLockFile Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        lock (_gate)
        {
            if (_read.TryGetValue(path, out var known) && known.Bytes.AsSpan().SequenceEqual(bytes))
            {
                return known.File;
            }

            var file = LockJson.Read(bytes, path);
            _read[path] = (bytes, file);
            return file;
        }
    }
}

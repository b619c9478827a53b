namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>The path of a store's file, as it is configured.</summary>
internal static class SqliteStorePath
{
    private static readonly string[] s_settings = ["data source=", "datasource=", "filename="];

    /// <summary>Refuses what is no path of a file.</summary>
    /// <param name="path">The path as it was written.</param>
    /// <exception cref="ArgumentException">It is none: the message says what to use instead.</exception>
    public static void Check(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (path.Contains(":memory:", StringComparison.OrdinalIgnoreCase) || path.Contains("mode=memory", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"'{path}' keeps units of work in memory, where they do not survive the process. Name a file, such as 'data/units.db'; for tests there is the store in memory.", nameof(path));
        }

        if (path.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"'{path}' is a URI. Name the file by its path, such as 'data/units.db'.", nameof(path));
        }

        if (s_settings.Any(setting => path.Contains(setting, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ArgumentException($"'{path}' is a connection string. Name the file by its path, such as 'data/units.db'; what can be set besides is in {nameof(SqliteUnitStoreOptions)}.", nameof(path));
        }
    }

    /// <summary>Returns the file that is meant, by its full path: a relative path is one below a root, and a link is what it points to, so that one file has one lock.</summary>
    /// <param name="path">The path as it was written.</param>
    /// <param name="root">The folder to which it is relative.</param>
    public static string Resolve(string path, string root)
    {
        Check(path);
        var file = Path.GetFullPath(path, Path.GetFullPath(root));
        return new FileInfo(file) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : file;
    }
}

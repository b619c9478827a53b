using Dagstack.Extensions.Plugins.Scripts.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Scripts.Caching;

/// <summary>Keeps the cache small: what was not used for a month goes, and the oldest of what is too much.</summary>
internal sealed class CacheLimits(TimeProvider time, ILogger logger)
{
    /// <summary>How the name of an entry ends.</summary>
    public const string Finished = ".dagscript";

    /// <summary>How the name of one ends that is being written.</summary>
    public const string Unfinished = ".tmp";

    /// <summary>The most bytes of all entries.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>How long an entry stays that is not used.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(30);

    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    /// <summary>Takes note that an entry is used, which once a day is enough.</summary>
    public void Use(FileInfo entry)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (now - entry.LastWriteTimeUtc < s_day)
        {
            return;
        }

        try
        {
            entry.LastWriteTimeUtc = now;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            logger.EntryUnusable(entry.FullName, fault.Message);
        }
    }

    /// <summary>Removes what is too old or too much, and what hosts have left that died while they wrote.</summary>
    public void Keep(string folder)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var all = new DirectoryInfo(folder).GetFiles();
        foreach (var left in all.Where(file => file.Name.EndsWith(Unfinished, StringComparison.Ordinal) && now - file.LastWriteTimeUtc > s_hour))
        {
            Remove(left);
        }

        var bytes = 0L;
        foreach (var entry in all.Where(static file => file.Name.EndsWith(Finished, StringComparison.Ordinal)).OrderByDescending(static file => file.LastWriteTimeUtc))
        {
            bytes += entry.Length;
            if (bytes > MaxBytes || now - entry.LastWriteTimeUtc > MaxAge)
            {
                Remove(entry);
            }
        }
    }

    /// <summary>Removes a file, if that can be done.</summary>
    public void Remove(FileInfo file)
    {
        try
        {
            file.Delete();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            logger.EntryUnusable(file.FullName, fault.Message);
        }
    }
}

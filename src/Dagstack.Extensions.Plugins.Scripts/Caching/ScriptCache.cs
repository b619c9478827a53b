using Dagstack.Extensions.Plugins.Scripts.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Scripts.Caching;

/// <summary>What was compiled before, a file for each module. It is only ever a help: what goes wrong with it is logged, and the module is compiled.</summary>
/// <param name="folder">The folder; null for none.</param>
/// <param name="time">Tells how old an entry is.</param>
/// <param name="logger">Told what is wrong.</param>
internal sealed class ScriptCache(string? folder, TimeProvider time, ILogger logger)
{
    private const int MaxEntry = 64 * 1024 * 1024;

    private readonly Lazy<string?> _folder = new(() => Open(folder, logger));
    private readonly CacheLimits _limits = new(time, logger);

    /// <summary>Finds a module.</summary>
    /// <returns>Null if it is not there, or not as it was put there.</returns>
    public (PluginModule Module, string Entry)? TryRead(byte[] key)
    {
        if (_folder.Value is not { } open)
        {
            return null;
        }

        var path = PathOf(open, key);
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                return null;
            }

            var complaint = "it is empty, or too large";
            if (file.Length is > 0 and <= MaxEntry)
            {
                (var module, complaint) = CacheEntry.Read(key, File.ReadAllBytes(path));
                if (module is not null)
                {
                    _limits.Use(file);
                    return (module, path);
                }
            }

            logger.EntryDamaged(path, complaint!);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            logger.EntryUnusable(path, fault.Message);
        }

        return null;
    }

    /// <summary>Puts a module there. Whoever reads meanwhile reads the old entry, or the new one.</summary>
    public void Write(byte[] key, PluginModule module)
    {
        if (_folder.Value is not { } open)
        {
            return;
        }

        var path = PathOf(open, key);
        var temporary = $"{path}.{Guid.NewGuid():n}{CacheLimits.Unfinished}";
        try
        {
            // Nobody else reaches it: the folder is private.
            File.WriteAllBytes(temporary, CacheEntry.Write(key, module));
            File.Move(temporary, path, overwrite: true);
            _limits.Keep(open);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            logger.EntryUnusable(path, fault.Message);
            _limits.Remove(new(temporary));
        }
    }

    private static string? Open(string? folder, ILogger logger)
    {
        if (folder is not null && PrivateFolder.ComplaintOf(folder) is { } complaint)
        {
            logger.CacheRefused(folder, complaint);
            return null;
        }

        return folder;
    }

    private static string PathOf(string folder, byte[] key) => Path.Combine(folder, Convert.ToHexStringLower(key) + CacheLimits.Finished);
}

using Dagstack.Extensions.Plugins.Discovery;
using Dagstack.Extensions.Plugins.Files;

namespace Dagstack.Extensions.Plugins.Trust;

/// <summary>Locks plugins as they are now.</summary>
internal static class LockMaker
{
    /// <summary>Locks all that are not a part of the application. Whether this host could run them does not matter.</summary>
    public static async Task<PluginLockReport> LockAsync(IEnumerable<FoundPlugin> plugins, CancellationToken cancellationToken)
    {
        List<LockedPlugin> locked = [];
        List<PluginLockFinding> leftOut = [], notCovered = [];
        var found = plugins.Where(static plugin => !plugin.IsOfApplication).OrderBy(static plugin => plugin.Path, StringComparer.Ordinal).ToList();
        var twins = found.Where(static plugin => plugin.Id is not null).GroupBy(static plugin => plugin.Id!.Value).Where(static group => group.Count() > 1).ToDictionary(static group => group.Key, static group => group.ToList());
        foreach (var plugin in found)
        {
            var (hash, complaint) = plugin.Id is { } id && twins.TryGetValue(id, out var all)
                ? (null, $"There are {all.Count} plugins of that name: {string.Join(", ", all.Select(static twin => twin.Path))}. Remove one of them, or give it another name.")
                : await LookAsync(plugin, cancellationToken).ConfigureAwait(false);
            if (hash is null)
            {
                leftOut.Add(new(plugin.Id, plugin.Path, complaint!));
                continue;
            }

            var manifest = plugin.Manifest.OfAnyHost!;
            locked.Add(new(manifest.Id, manifest.Version, hash));
            notCovered.AddRange(manifest.Runtimes.Select(runtime => LockCoverage.FindGap(manifest, runtime, plugin.Folder)).OfType<string>().Distinct().Select(gap => new PluginLockFinding(manifest.Id, plugin.Path, gap)));
        }

        return new(new(locked), leftOut, notCovered);
    }

    private static async Task<(string? Hash, string? Complaint)> LookAsync(FoundPlugin plugin, CancellationToken cancellationToken)
    {
        if (plugin.Manifest.OfAnyHost is null)
        {
            return (null, string.Join(" ", plugin.Manifest.Problems.Where(static problem => problem.Severity == ManifestProblemSeverity.Error)));
        }

        try
        {
            if (plugin is { IsListed: false, Folder: { } folder })
            {
                if (File.Exists(Path.Combine(folder, PluginLockFile.FileName)))
                {
                    return (null, $"Its folder has a {PluginLockFile.FileName}, which would be a part of what it locks. Write the lock file elsewhere, and name it in o.RequireLock.");
                }

                if (InnerLinks.FindComplaint(folder) is { } complaint)
                {
                    return (null, complaint);
                }
            }

            return await PluginContent.HashAsync(plugin, cancellationToken).ConfigureAwait(false) is { } hash ? (hash, null) : (null, "It has no files of its own that could be compared.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (null, $"Its files cannot be read: {fault.Message}");
        }
    }
}

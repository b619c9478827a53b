using Dagstack.Extensions.Plugins.Discovery;

namespace Dagstack.Extensions.Plugins.Trust;

/// <summary>Where the lock files of a host are: those that were named, else one in each root.</summary>
/// <param name="named">The paths that were named.</param>
/// <param name="discovery">Knows the roots.</param>
/// <param name="contentRoot">What relative paths are tried under first; null for the current folder.</param>
internal sealed class LockPaths(IReadOnlyCollection<string> named, PluginDiscovery discovery, string? contentRoot)
{
    private readonly string[] _bases = [Path.GetFullPath(contentRoot ?? Directory.GetCurrentDirectory()), AppContext.BaseDirectory];

    /// <summary>Finds their paths as they are now. A file need not exist.</summary>
    public IReadOnlyList<string> Find() => named.Count > 0
        ? [.. named.Select(Resolve)]
        : [.. discovery.CurrentRoots().Select(static root => Path.Combine(root, PluginLockFile.FileName))];

    private string Resolve(string path)
    {
        var tried = Array.ConvertAll(_bases, folder => Path.GetFullPath(path, folder));
        return Array.Find(tried, File.Exists) ?? tried[0];
    }
}

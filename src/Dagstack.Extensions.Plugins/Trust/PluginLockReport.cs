namespace Dagstack.Extensions.Plugins;

/// <summary>What came of locking the plugins of a host as they are now.</summary>
/// <param name="File">What can be written as the lock file.</param>
/// <param name="LeftOut">Plugins that are not in it, and why, as sentences. Empty if all are.</param>
/// <param name="NotCovered">What lies outside of the folders of plugins that are in it, as sentences: programs, servers. Empty if there is nothing.</param>
public sealed record PluginLockReport(PluginLockFile File, IReadOnlyList<PluginLockFinding> LeftOut, IReadOnlyList<PluginLockFinding> NotCovered);

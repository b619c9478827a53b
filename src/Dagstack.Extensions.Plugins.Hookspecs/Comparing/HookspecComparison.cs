using Dagstack.Extensions.Plugins.Hookspecs.Comparing;

namespace Dagstack.Extensions.Plugins.Hookspecs;

/// <summary>What has changed from one version of a kind to another, and the version that this asks for.</summary>
/// <remarks>
/// Callers are promised that what they sent is taken and what they get is what they know. So less in and more out is breaking, more in and less out is not; a property that may be left out is never breaking.
/// See docs/kinds.md for the whole table.
/// </remarks>
public sealed class HookspecComparison
{
    private HookspecComparison(Hookspec from, Hookspec to, IReadOnlyList<HookspecChange> changes)
    {
        Changes = changes;
        Level = changes.Count == 0 ? null : changes.Max(static change => change.Level);
        Version = KindVersion.After(from.ApiVersion, Level);
        IsVersionEnough = KindVersion.Compare(to.ApiVersion, Version) >= 0;
    }

    /// <summary>Gets the changes, breaking ones first.</summary>
    public IReadOnlyList<HookspecChange> Changes { get; }

    /// <summary>Gets what the changes ask of the version together.</summary>
    /// <value>Null if there are none.</value>
    public HookspecChangeLevel? Level { get; }

    /// <summary>Gets the least version that the new one may have.</summary>
    public string Version { get; }

    /// <summary>Gets a value indicating whether the new one has that version, or a later one.</summary>
    public bool IsVersionEnough { get; }

    /// <summary>Compares two versions of a kind.</summary>
    /// <param name="from">The older one.</param>
    /// <param name="to">The newer one.</param>
    /// <returns>The changes.</returns>
    public static HookspecComparison Compare(Hookspec from, Hookspec to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        return new(from, to, [.. KindRules.Compare(from, to).OrderByDescending(static change => change.Level)]);
    }
}

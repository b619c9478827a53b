using System.Collections.Frozen;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>Who declares what on one axis.</summary>
internal sealed class CapabilityAxis
{
    private readonly FrozenDictionary<string, KindMember[]> _members;

    /// <param name="name">The name of the axis.</param>
    /// <param name="members">Those who declare something, in the order of dispatch.</param>
    /// <param name="declared">What one declares on this axis, in every spelling that a request may have.</param>
    /// <param name="comparer">How values are compared.</param>
    public CapabilityAxis(string name, IEnumerable<KindMember> members, Func<PluginManifest, IEnumerable<string>> declared, StringComparer comparer)
    {
        _members = members
            .SelectMany(member => declared(member.Manifest).Distinct(comparer).Select(value => (value, member)))
            .GroupBy(static pair => pair.value, static pair => pair.member, comparer)
            .ToFrozenDictionary(static group => group.Key, static group => group.ToArray(), comparer);
        Supported = new(name, [.. _members.Keys.Order(StringComparer.Ordinal)]);
    }

    /// <summary>Gets the axis and all that is declared on it.</summary>
    public KeyValuePair<string, IReadOnlyList<string>> Supported { get; }

    /// <summary>Finds those who declare a value, in the order of dispatch.</summary>
    public KindMember[] Find(string value) => _members.TryGetValue(value, out var members) ? members : [];

    public bool Has(KindMember member, string value) => Array.IndexOf(Find(value), member) >= 0;
}

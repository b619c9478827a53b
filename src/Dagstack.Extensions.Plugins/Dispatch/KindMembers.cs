using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>Who belongs to a kind at one time.</summary>
/// <param name="inOrder">Every plugin with a valid manifest, in the order of dispatch.</param>
/// <param name="byName">The proxies of all, by their names in the kind.</param>
internal sealed class KindMembers(KindMember[] inOrder, IReadOnlyDictionary<string, PluginProxy> byName)
{
    private CapabilityIndex? _capabilities;

    public static KindMembers None { get; } = new([], new Dictionary<string, PluginProxy>(StringComparer.Ordinal));

    public KindMember[] InOrder { get; } = inOrder;

    public IReadOnlyDictionary<string, PluginProxy> ByName { get; } = byName;

    /// <summary>Gets who declares what, which is looked at with the first request.</summary>
    public CapabilityIndex Capabilities(PluginKind kind) => Volatile.Read(ref _capabilities) ?? Index(kind);

    // In a method of its own: what a lambda captures is allocated where the method begins.
    private CapabilityIndex Index(PluginKind kind) => LazyInitializer.EnsureInitialized(ref _capabilities, () => new(kind, InOrder));
}

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>The plugins of a kind that served at one moment.</summary>
/// <param name="inOrder">In the order of broadcasts: by priority, then by name.</param>
/// <param name="inChain">In the order of chains: by band first.</param>
/// <param name="missing">One that chains do not do without and that does not serve; null if there is none.</param>
/// <param name="version">Which change they were read after.</param>
internal sealed class ServingMembers(KindMember[] inOrder, KindMember[] inChain, PluginId? missing, long version)
{
    /// <summary>Gets what was read before the first change.</summary>
    public static ServingMembers None { get; } = new([], [], missing: null, version: -1);

    public KindMember[] InOrder { get; } = inOrder;

    public KindMember[] InChain { get; } = inChain;

    public PluginId? Missing { get; } = missing;

    public long Version { get; } = version;

    public static ServingMembers Of(IReadOnlyList<KindMember> members, IReadOnlyList<PluginId> required, long version)
    {
        KindMember[] serving = [.. members.Where(static member => member.IsServing)];
        var missing = required.Where(id => !Array.Exists(serving, member => member.Id == id)).Select(static id => (PluginId?)id).FirstOrDefault();

        // The sort is stable: within a band the order stays.
        return new(serving, Array.Exists(serving, static member => Band(member) != 0) ? [.. serving.OrderBy(Band)] : serving, missing, version);
    }

    private static int Band(KindMember member) => member.Manifest.TryFirst ? -1 : member.Manifest.TryLast ? 1 : 0;
}

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>The plugins of a kind that served at one moment.</summary>
/// <param name="inOrder">In the order of broadcasts: by priority, then by name.</param>
/// <param name="inChain">In the order of chains: by band first.</param>
/// <param name="version">Which change they were read after.</param>
internal sealed class ServingMembers(KindMember[] inOrder, KindMember[] inChain, long version)
{
    public KindMember[] InOrder { get; } = inOrder;

    public KindMember[] InChain { get; } = inChain;

    public long Version { get; } = version;

    public static ServingMembers Of(IReadOnlyList<KindMember> members, long version)
    {
        KindMember[] serving = [.. members.Where(static member => member.IsServing)];

        // The sort is stable: within a band the order stays.
        return new(serving, Array.Exists(serving, static member => Band(member) != 0) ? [.. serving.OrderBy(Band)] : serving, version);
    }

    private static int Band(KindMember member) => member.Manifest.TryFirst ? -1 : member.Manifest.TryLast ? 1 : 0;
}

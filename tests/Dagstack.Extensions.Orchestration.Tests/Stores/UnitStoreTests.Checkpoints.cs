namespace Dagstack.Extensions.Orchestration.Tests.Stores;

/// <content>Checkpoints of units.</content>
public abstract partial class UnitStoreTests
{
    private static readonly byte[] s_first = [0, 255, 1];
    private static readonly byte[] s_second = [];

    [Fact]
    public async Task Checkpoint_Saved_IsLoadedWithItsVersion()
    {
        var (unitId, lease) = await EnqueueAndStartAsync();
        Assert.Null(await Store.LoadCheckpointAsync(unitId, "step", default));

        var first = await SaveAsync(unitId, lease, "step", s_first);
        var again = await SaveAsync(unitId, lease, "step", s_first);
        var saved = await Store.LoadCheckpointAsync(unitId, "step", default);
        var second = await SaveAsync(unitId, lease, "step", s_second);

        Assert.Equal((UnitWriteOutcome.Applied, first), (first.Outcome, again));
        Assert.Equal(s_first, saved!.Value);
        Assert.Equal(first.Value, saved.Version);
        Assert.Matches("^[0-9a-f]{32}$", saved.Version);
        Assert.NotEqual(first.Value, second.Value);
        Assert.Equal(s_second, (await Store.LoadCheckpointAsync(unitId, "step", default))!.Value);
    }

    [Fact]
    public async Task Checkpoint_Conditional_ReplacesOnlyTheVersionThatItNames()
    {
        var (unitId, lease) = await EnqueueAndStartAsync();
        Assert.Equal(new(UnitWriteOutcome.Conflict), await SaveAsync(unitId, lease, "step", s_first, true, "another"));
        var first = await SaveAsync(unitId, lease, "step", s_first, true, null);
        Assert.Equal(UnitWriteOutcome.Applied, first.Outcome);

        Assert.Equal(new(UnitWriteOutcome.Conflict, first.Value), await SaveAsync(unitId, lease, "step", s_second, true, null));
        Assert.Equal(new(UnitWriteOutcome.Conflict, first.Value), await SaveAsync(unitId, lease, "step", s_second, true, "another"));
        Assert.Equal(new(UnitWriteOutcome.Conflict, first.Value), await SaveAsync(unitId, lease, "step", null, true, "another"));
        var second = await SaveAsync(unitId, lease, "step", s_second, true, first.Value);
        var secondAgain = await SaveAsync(unitId, lease, "step", s_second, true, first.Value);

        Assert.Equal((UnitWriteOutcome.Applied, second), (second.Outcome, secondAgain));
        Assert.Equal(UnitWriteOutcome.Applied, (await SaveAsync(unitId, lease, "step", null, true, second.Value)).Outcome);
        Assert.Null(await Store.LoadCheckpointAsync(unitId, "step", default));
    }

    [Fact]
    public async Task Checkpoint_Deleted_IsGone()
    {
        var (unitId, lease) = await EnqueueAndStartAsync();
        await SaveAsync(unitId, lease, "step", s_first);

        Assert.Equal(UnitWriteOutcome.Applied, (await SaveAsync(unitId, lease, "step", null)).Outcome);
        Assert.Equal(UnitWriteOutcome.NotFound, (await SaveAsync(unitId, lease, "step", null)).Outcome);

        Assert.Null(await Store.LoadCheckpointAsync(unitId, "step", default));
    }

    [Fact]
    public async Task Checkpoint_OfAnotherRun_IsFenced()
    {
        var (unitId, lease) = await EnqueueAndStartAsync();
        await SaveAsync(unitId, lease, "step", s_first);
        await MoveAsync(lease, End(unitId, UnitEndKind.Retry), Start(unitId, run: 2));

        Assert.Equal(UnitWriteOutcome.Fenced, (await SaveAsync(unitId, lease, "step", s_second)).Outcome);
        Assert.Equal(UnitWriteOutcome.Fenced, (await SaveAsync(unitId, lease, "step", null)).Outcome);
        Assert.Equal(s_first, (await Store.LoadCheckpointAsync(unitId, "step", default))!.Value);
        Assert.Equal(UnitWriteOutcome.Applied, (await SaveAsync(unitId, lease, "step", s_second, run: 2)).Outcome);
        await MoveAsync(lease, End(unitId, UnitEndKind.Succeeded, run: 2));
        Assert.Equal(UnitWriteOutcome.Fenced, (await SaveAsync(unitId, lease, "step", s_first, run: 2)).Outcome);
        Assert.Equal(UnitWriteOutcome.Fenced, (await SaveAsync(Guid.CreateVersion7().ToString(), lease, "step", s_first)).Outcome);
    }

    [Fact]
    public async Task ListCheckpoints_Prefix_IsInOrdinalOrder()
    {
        var (unitId, lease) = await EnqueueAndStartAsync();
        var (other, otherLease) = await EnqueueAndStartAsync(New("other"));
        string[] keys = ["b/2", "B/1", "b/10", "b", "b/\U0001F600", "b/\uffff", "c", "a", "b0", string.Empty];
        foreach (var key in keys)
        {
            await SaveAsync(unitId, lease, key, s_first);
        }

        await SaveAsync(other, otherLease, "b/other", s_first);

        Assert.Equal(["b/10", "b/2", "b/\U0001F600", "b/\uffff"], await Store.ListCheckpointsAsync(unitId, "b/", default));
        Assert.Equal(keys.Order(StringComparer.Ordinal), await Store.ListCheckpointsAsync(unitId, string.Empty, default));
        Assert.Empty(await Store.ListCheckpointsAsync(unitId, "d", default));
        Assert.Empty(await Store.ListCheckpointsAsync(Guid.CreateVersion7().ToString(), string.Empty, default));
    }

    private Task<UnitWriteResult> SaveAsync(string unitId, UnitLease lease, string key, byte[]? value, bool isConditional = false, string? replaces = null, int run = 1) => WriteAsync(new CheckpointWrite
    {
        Lease = lease,
        UnitId = unitId,
        Run = run,
        Key = key,
        Value = value is null ? null : (ReadOnlyMemory<byte>?)value,
        IsConditional = isConditional,
        Replaces = replaces,
    });
}

using System.Globalization;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Memory;

/// <content>What is read.</content>
internal sealed partial class InMemoryUnitStore
{
    /// <inheritdoc/>
    public override Task<IReadOnlyList<UnitQueue?>> LoadAsync(IReadOnlyList<UnitLease> leases, int limit, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<UnitQueue?>>(
        () =>
        {
            var now = time.GetUtcNow();
            return [.. leases.Select(lease => IsValid(lease) ? QueueOf(lease.Partition, limit, now) : null)];
        },
        cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<UnitLease>> FindRunnableAsync(IReadOnlyCollection<string> plugins, IReadOnlySet<string> except, int limit, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<UnitLease>>(
        () =>
        {
            var now = time.GetUtcNow();
            var wanted = plugins.ToHashSet(StringComparer.Ordinal);
            var found = from partition in _partitions.Values
                        where !partition.IsHalted && !except.Contains(partition.Name)
                        let head = partition.Head
                        where head is not null && !(head.NotBefore > now) && wanted.Contains(head.New.Plugin)
                        orderby head.Place
                        select new UnitLease(partition.Name, EpochOf(partition));
            return [.. found.Take(limit)];
        },
        cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<string>> FindCancelledAsync(IReadOnlyCollection<string> unitIds, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<string>>(() => [.. unitIds.Where(id => _units.GetValueOrDefault(id) is { IsCancelling: true })], cancellationToken);

    /// <inheritdoc/>
    public override Task<SavedCheckpoint<byte[]>?> LoadCheckpointAsync(string unitId, string key, CancellationToken cancellationToken) => ReadAsync(
        () => _units.GetValueOrDefault(unitId)?.Checkpoints.GetValueOrDefault(key) is { } value ? new SavedCheckpoint<byte[]>([.. value], Stores.CheckpointVersion.Of(value)) : null,
        cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<string>> ListCheckpointsAsync(string unitId, string prefix, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<string>>(
        () => [.. _units.GetValueOrDefault(unitId)?.Checkpoints.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)) ?? []],
        cancellationToken);

    /// <inheritdoc/>
    public override Task<UnitDetails?> FindAsync(string unitId, CancellationToken cancellationToken) => ReadAsync(() => _units.GetValueOrDefault(unitId)?.ToDetails(), cancellationToken);

    /// <inheritdoc/>
    public override Task<UnitPage> ListAsync(UnitQuery query, CancellationToken cancellationToken) => ReadAsync(
        () =>
        {
            var before = query.After is { } after ? NumberOf(after) : long.MaxValue;
            var found = _units.Values
                .Where(unit => unit.Number < before
                    && (query.Plugin is null || unit.New.Plugin == query.Plugin)
                    && (query.PartitionKey is null || unit.New.PartitionKey == query.PartitionKey)
                    && (query.States.Count == 0 || query.States.Contains(unit.State)))
                .OrderByDescending(static unit => unit.Number)
                .Take(query.Limit + 1)
                .ToArray();
            return new UnitPage
            {
                Units = [.. found.Take(query.Limit).Select(static unit => unit.ToDetails())],
                Next = found.Length > query.Limit ? found[query.Limit - 1].Number.ToString(CultureInfo.InvariantCulture) : null,
            };
        },
        cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<UnitCounts>> CountAsync(CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<UnitCounts>>(
        () => [.. _units.Values.GroupBy(static unit => PluginId.Parse(unit.New.Plugin)).OrderBy(static units => units.Key).Select(static units => Count(units.Key, [.. units]))],
        cancellationToken);

    /// <inheritdoc/>
    public override Task<BackfillResult> BackfillAsync(BackfillRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.States, nameof(request));
        cancellationToken.ThrowIfCancellationRequested();
        var reopened = new List<MemoryUnit>();
        var skipped = Locked(() => Backfill(request, reopened));
        foreach (var unit in reopened)
        {
            Signal(new(UnitSignalKind.Queued, unit.Partition, unit.New.UnitId));
        }

        return Task.FromResult(new BackfillResult { EnqueuedCount = reopened.Count, SkippedCount = skipped });
    }

    /// <inheritdoc/>
    public override Task<int> SweepAsync(TimeSpan keepSucceeded, TimeSpan keepOthers, int limit, CancellationToken cancellationToken) => ReadAsync(
        () =>
        {
            var now = time.GetUtcNow();
            var over = _units.Values
                .Where(unit => !unit.Halts && unit.FinishedAt <= now - (unit.State == UnitState.Succeeded ? keepSucceeded : keepOthers))
                .OrderBy(static unit => unit.FinishedAt)
                .Take(limit)
                .ToArray();
            Array.ForEach(over, Remove);
            return over.Length;
        },
        cancellationToken);

    private static long NumberOf(string after) => long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new ArgumentException($"'{after}' is no place in a list of units. Pass {nameof(UnitPage)}.{nameof(UnitPage.Next)} of the page before, as it is.", nameof(after));

    private static UnitCounts Count(PluginId plugin, MemoryUnit[] units)
    {
        return new()
        {
            Plugin = plugin,
            Queued = Of(UnitState.Queued),
            Running = Of(UnitState.Running),
            Succeeded = Of(UnitState.Succeeded),
            Failed = Of(UnitState.Failed),
            Cancelled = Of(UnitState.Cancelled),
            Expired = Of(UnitState.Expired),
            OldestQueued = units.Where(static unit => unit.State == UnitState.Queued).Min(static unit => (DateTimeOffset?)unit.EnqueuedAt),
        };

        long Of(UnitState state) => units.LongCount(unit => unit.State == state);
    }

    private UnitQueue QueueOf(string name, int limit, DateTimeOffset now)
    {
        var partition = _partitions.GetValueOrDefault(name);
        return new()
        {
            Units = [.. partition?.Open.Values.Take(limit).Select(unit => unit.ToOpen(now)) ?? []],
            HaltedBy = partition?.Halting.Values.FirstOrDefault()?.New.UnitId,
            HasMore = partition?.Open.Count > limit,
        };
    }

    private int Backfill(BackfillRequest request, List<MemoryUnit> reopened)
    {
        var skipped = 0;
        var meant = _units.Values.Where(unit => request.States!.Contains(unit.State)
            && (request.PluginName is null || unit.New.Plugin == request.PluginName)
            && (request.PartitionKey is null || unit.New.PartitionKey == request.PartitionKey)
            && !(unit.EnqueuedAt < request.Since)
            && !(unit.EnqueuedAt >= request.Until));
        foreach (var unit in meant.OrderBy(static unit => unit.Place).ToArray())
        {
            if (Twin(unit) is not null)
            {
                skipped++;
                continue;
            }

            Reopen(unit);
            reopened.Add(unit);
        }

        return skipped;
    }

    private void Remove(MemoryUnit unit)
    {
        _units.Remove(unit.New.UnitId);
        if (unit.New.IdempotencyKey is { } key)
        {
            _keys.Remove((unit.New.Plugin, key));
        }

        if (unit.New.InputHash is { } hash && _inputs[(unit.New.Plugin, hash)] is var withInput && withInput.Remove(unit) && withInput.Count == 0)
        {
            _inputs.Remove((unit.New.Plugin, hash));
        }
    }
}

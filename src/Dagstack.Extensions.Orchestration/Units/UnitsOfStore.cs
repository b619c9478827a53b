using System.Runtime.CompilerServices;
using System.Text.Json;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Units;

/// <summary>Units of work over a store, whichever way that is asked.</summary>
internal abstract class UnitsOfStore : IUnits
{
    /// <summary>After how long it is looked whether a unit has changed that nothing is heard of; the wait grows.</summary>
    private static readonly TimeSpan s_firstLook = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_lastLook = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public abstract ValueTask<EnqueueResult> EnqueueAsync(string plugin, JsonElement args, UnitOptions? options = null, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public async ValueTask<UnitDetails?> GetAsync(string unitId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(unitId);
        return await ReadAsync((store, token) => store.FindAsync(unitId, token), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<UnitDetails> WaitAsync(string unitId, CancellationToken cancellationToken = default)
    {
        UnitDetails? last = null;
        await foreach (var unit in WatchAsync(unitId, cancellationToken).ConfigureAwait(false))
        {
            last = unit;
        }

        return last!;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<UnitDetails> WatchAsync(string unitId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(unitId);
        return FollowAsync(unitId, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> CancelAsync(string unitId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(unitId);
        return WriteOfAsync(new CancelWrite { UnitId = unitId }, unitId, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> RetryAsync(string unitId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(unitId);
        return WriteOfAsync(new RetryWrite { UnitId = unitId }, unitId, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<BackfillResult> BackfillAsync(BackfillRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var states = request.States ?? [UnitState.Failed, UnitState.Expired];
        foreach (var state in states)
        {
            if (state is not (UnitState.Failed or UnitState.Expired or UnitState.Cancelled))
            {
                throw new ArgumentException($"Units that are {state} are not run again by a backfill. The states are {nameof(UnitState.Failed)}, {nameof(UnitState.Expired)} and {nameof(UnitState.Cancelled)}.", nameof(request));
            }
        }

        var meant = new BackfillRequest { PluginName = NameOf(request.PluginName), PartitionKey = request.PartitionKey, Since = request.Since, Until = request.Until, States = states };
        return await ReadAsync((store, token) => store.BackfillAsync(meant, token), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<UnitPage> ListAsync(UnitQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new();
        if (query.Limit is < 1 or > 1_000)
        {
            throw new ArgumentException($"A page has from 1 to 1,000 units, and {query.Limit} were asked for. Ask for the next page by {nameof(UnitQuery.After)}.", nameof(query));
        }

        var meant = new UnitQuery { Plugin = NameOf(query.Plugin), PartitionKey = query.PartitionKey, States = query.States, After = query.After, Limit = query.Limit };
        return await ReadAsync((store, token) => store.ListAsync(meant, token), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<UnitCounts>> CountAsync(CancellationToken cancellationToken = default) =>
        await ReadAsync(static (store, token) => store.CountAsync(token), cancellationToken).ConfigureAwait(false);

    /// <summary>Reads from the store.</summary>
    protected abstract Task<T> ReadAsync<T>(Func<UnitStore, CancellationToken, Task<T>> read, CancellationToken cancellationToken);

    /// <summary>Writes to the store.</summary>
    protected abstract Task<UnitWriteResult> WriteAsync(UnitWrite write, CancellationToken cancellationToken);

    /// <summary>Begins to listen for changes of a unit.</summary>
    protected abstract IUnitNews Listen(string unitId);

    /// <summary>Returns the whole name of a plugin; null for null.</summary>
    protected abstract string? NameOf(string? plugin);

    private async ValueTask<bool> WriteOfAsync(UnitWrite write, string unitId, CancellationToken cancellationToken)
    {
        var result = await WriteAsync(write, cancellationToken).ConfigureAwait(false);
        return result.Outcome == UnitWriteOutcome.NotFound ? throw new UnitNotFoundException(unitId) : result.Outcome == UnitWriteOutcome.Applied;
    }

    private async IAsyncEnumerable<UnitDetails> FollowAsync(string unitId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var news = Listen(unitId);
        UnitDetails? last = null;
        var look = s_firstLook;
        while (true)
        {
            var unit = await ReadAsync((store, token) => store.FindAsync(unitId, token), cancellationToken).ConfigureAwait(false) ?? throw new UnitNotFoundException(unitId);
            if (last is null || IsOther(unit, last))
            {
                last = unit;
                look = s_firstLook;
                yield return unit;
            }

            if (unit.IsFinal)
            {
                yield break;
            }

            await news.WaitAsync(look, cancellationToken).ConfigureAwait(false);
            look = look * 1.5 < s_lastLook ? look * 1.5 : s_lastLook;
        }
    }

    private static bool IsOther(UnitDetails unit, UnitDetails last) =>
        (unit.State, unit.StartedAt, unit.IsCancelling, unit.Failures, unit.Losses) != (last.State, last.StartedAt, last.IsCancelling, last.Failures, last.Losses)
        || unit.Progress?.GetRawText() != last.Progress?.GetRawText();
}

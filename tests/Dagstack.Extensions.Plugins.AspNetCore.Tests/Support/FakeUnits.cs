using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests;

/// <summary>Units of work that nothing runs: a test says what becomes of them.</summary>
internal sealed class FakeUnits : IUnits
{
    private readonly Lock _gate = new();
    private readonly List<FakeUnit> _units = [];
    private TaskCompletionSource _changed = New();
    private int _watchers;

    /// <summary>Gets or sets what every member throws; null for nothing.</summary>
    public Func<Exception>? Fault { get; set; }

    /// <summary>Gets or sets what every member waits for, until its token is cancelled.</summary>
    public Task Store { get; set; } = Task.CompletedTask;

    /// <summary>Gets what was enqueued, with what was said of it.</summary>
    public List<(string Plugin, string Args, UnitOptions? Options)> Enqueued { get; } = [];

    public BackfillRequest? Backfilled { get; private set; }

    /// <summary>Gets how many follow a unit.</summary>
    public int Watchers => Volatile.Read(ref _watchers);

    /// <summary>Puts a unit in: the last is the newest.</summary>
    public FakeUnits Add(FakeUnit unit)
    {
        lock (_gate)
        {
            _units.Add(unit);
        }

        Tell();
        return this;
    }

    /// <summary>Changes a unit.</summary>
    public void Change(string id, Action<FakeUnit> change)
    {
        lock (_gate)
        {
            change(_units.Single(unit => unit.Id == id));
        }

        Tell();
    }

    public async ValueTask<EnqueueResult> EnqueueAsync(string plugin, JsonElement args, UnitOptions? options = null, CancellationToken cancellationToken = default)
    {
        await EnterAsync(cancellationToken);
        Enqueued.Add((plugin, args.GetRawText(), options));
        if (plugin.EndsWith(":nobody", StringComparison.Ordinal))
        {
            throw new PluginNotFoundException(plugin, "a test", null, $"There is no plugin '{plugin}'.");
        }

        if (!PluginId.TryParse(plugin, out var id))
        {
            throw new UnitRefusedException(plugin, "Its manifest says nothing of units of work. Add the line: declared = true");
        }

        lock (_gate)
        {
            if (options?.IdempotencyKey is { } key && _units.Find(unit => unit.IdempotencyKey == key) is { } same)
            {
                return new() { UnitId = same.Id, Deduplicated = true };
            }
        }

        var unit = new FakeUnit { Id = $"unit-{Enqueued.Count}", Plugin = id, Args = args.GetRawText(), IdempotencyKey = options?.IdempotencyKey, PartitionKey = options?.PartitionKey };
        Add(unit);
        return new() { UnitId = unit.Id, Deduplicated = false };
    }

    public async ValueTask<UnitDetails?> GetAsync(string unitId, CancellationToken cancellationToken = default)
    {
        await EnterAsync(cancellationToken);
        return Find(unitId);
    }

    public async ValueTask<UnitDetails> WaitAsync(string unitId, CancellationToken cancellationToken = default)
    {
        UnitDetails? last = null;
        await foreach (var unit in WatchAsync(unitId, cancellationToken))
        {
            last = unit;
        }

        return last!;
    }

    public async IAsyncEnumerable<UnitDetails> WatchAsync(string unitId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _watchers);
        try
        {
            for (var isFinal = false; !isFinal;)
            {
                await EnterAsync(cancellationToken);
                var changed = Volatile.Read(ref _changed).Task;
                var unit = Find(unitId) ?? throw new UnitNotFoundException(unitId);
                isFinal = unit.IsFinal;
                yield return unit;
                if (!isFinal)
                {
                    await changed.WaitAsync(cancellationToken);
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _watchers);
        }
    }

    public async ValueTask<bool> CancelAsync(string unitId, CancellationToken cancellationToken = default)
    {
        await EnterAsync(cancellationToken);
        return Move(unitId, static unit => unit.State is UnitState.Queued or UnitState.Running, static unit => unit.State = UnitState.Cancelled);
    }

    public async ValueTask<bool> RetryAsync(string unitId, CancellationToken cancellationToken = default)
    {
        await EnterAsync(cancellationToken);
        return Move(unitId, static unit => unit.State is UnitState.Failed or UnitState.Expired or UnitState.Cancelled, static unit => (unit.State, unit.Error, unit.Failures, unit.FinishedAt) = (UnitState.Queued, null, 0, null));
    }

    public async ValueTask<BackfillResult> BackfillAsync(BackfillRequest request, CancellationToken cancellationToken = default)
    {
        await EnterAsync(cancellationToken);
        Backfilled = request;
        var states = request.States ?? [UnitState.Failed, UnitState.Expired];
        if (states.Any(static state => state is UnitState.Queued or UnitState.Running or UnitState.Succeeded))
        {
            throw new ArgumentException("Only failed, expired and cancelled units are run again.");
        }

        List<FakeUnit> meant;
        lock (_gate)
        {
            meant = _units.FindAll(unit => states.Contains(unit.State) && (request.PluginName is null || unit.Plugin.ToString() == request.PluginName) && (request.PartitionKey is null || unit.PartitionKey == request.PartitionKey));
            meant.ForEach(static unit => (unit.State, unit.Error) = (UnitState.Queued, null));
        }

        Tell();
        return new() { EnqueuedCount = meant.Count, SkippedCount = 1 };
    }

    public async ValueTask<UnitPage> ListAsync(UnitQuery? query = null, CancellationToken cancellationToken = default)
    {
        await EnterAsync(cancellationToken);
        query ??= new();
        lock (_gate)
        {
            var found = Enumerable.Reverse(_units).Where(unit => (query.Plugin is null || unit.Plugin.ToString() == query.Plugin) && (query.PartitionKey is null || unit.PartitionKey == query.PartitionKey) && (query.States.Count == 0 || query.States.Contains(unit.State)));
            var start = query.After is null ? 0 : int.Parse(query.After, CultureInfo.InvariantCulture);
            var page = found.Skip(start).Take(query.Limit).Select(static unit => unit.ToDetails()).ToList();
            return new() { Units = page, Next = page.Count == query.Limit ? (start + query.Limit).ToString(CultureInfo.InvariantCulture) : null };
        }
    }

    public async ValueTask<IReadOnlyList<UnitCounts>> CountAsync(CancellationToken cancellationToken = default)
    {
        await EnterAsync(cancellationToken);
        lock (_gate)
        {
            return [.. _units.GroupBy(static unit => unit.Plugin).OrderBy(static plugin => plugin.Key).Select(static plugin => new UnitCounts
            {
                Plugin = plugin.Key,
                Queued = plugin.Count(static unit => unit.State == UnitState.Queued),
                Running = plugin.Count(static unit => unit.State == UnitState.Running),
                Succeeded = plugin.Count(static unit => unit.State == UnitState.Succeeded),
                Failed = plugin.Count(static unit => unit.State == UnitState.Failed),
                Cancelled = plugin.Count(static unit => unit.State == UnitState.Cancelled),
                Expired = plugin.Count(static unit => unit.State == UnitState.Expired),
                OldestQueued = plugin.Where(static unit => unit.State == UnitState.Queued).Min(static unit => (DateTimeOffset?)unit.EnqueuedAt),
            })];
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        await Store.WaitAsync(cancellationToken);
        if (Fault is { } fault)
        {
            throw fault();
        }
    }

    private UnitDetails? Find(string id)
    {
        lock (_gate)
        {
            return _units.Find(unit => unit.Id == id)?.ToDetails();
        }
    }

    private bool Move(string id, Func<FakeUnit, bool> may, Action<FakeUnit> move)
    {
        lock (_gate)
        {
            var unit = _units.Find(unit => unit.Id == id) ?? throw new UnitNotFoundException(id);
            if (!may(unit))
            {
                return false;
            }

            move(unit);
        }

        Tell();
        return true;
    }

    private void Tell() => Interlocked.Exchange(ref _changed, New()).TrySetResult();
}

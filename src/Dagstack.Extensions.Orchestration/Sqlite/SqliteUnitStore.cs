using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>Units of work in a SQLite file, which one process uses at a time. All its partitions have one epoch: how often it was opened.</summary>
/// <param name="file">The file, as <see cref="SqliteStorePath.Resolve"/> names it. It and its folder are made.</param>
/// <param name="options">How it is kept.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The logger.</param>
internal sealed class SqliteUnitStore(string file, SqliteUnitStoreOptions options, TimeProvider time, ILogger logger) : UnitStore
{
    /// <summary>So many units are queued again by one commit, so that others may write between two.</summary>
    private const int BackfilledAtOnce = 1000;

    private readonly SemaphoreSlim _opening = new(1);
    private volatile Opened? _opened;
    private bool _isDisposed;

    /// <summary>Makes the error of one who uses a store that is closed.</summary>
    public static ObjectDisposedException Closed(string file) => new(nameof(SqliteUnitStore), $"The store of units of work '{file}' is closed.");

    /// <inheritdoc/>
    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isDisposed)
            {
                throw Closed(file);
            }

            if (_opened is null)
            {
                _opened = await Task.Run(Open, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<UnitWriteResult>> WriteAsync(IReadOnlyList<UnitWrite> writes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writes);
        return Use().Writer.WriteAsync<IReadOnlyList<UnitWriteResult>>(
            transaction =>
            {
                var results = new UnitWriteResult[writes.Count];
                for (var i = 0; i < results.Length; i++)
                {
                    results[i] = Write(transaction, writes[i]);
                }

                return results;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<UnitQueue?>> LoadAsync(IReadOnlyList<UnitLease> leases, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(leases);
        var opened = Use();
        return opened.Readers.ReadAsync<IReadOnlyList<UnitQueue?>>(
            session =>
            {
                var now = Now();
                return [.. leases.Select(lease => lease.Epoch == opened.Epoch ? SqliteQueues.Read(session, lease.Partition, limit, opened.Epoch, now) : null)];
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<UnitLease>> FindRunnableAsync(IReadOnlyCollection<string> plugins, IReadOnlySet<string> except, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        ArgumentNullException.ThrowIfNull(except);
        var opened = Use();
        return opened.Readers.ReadAsync<IReadOnlyList<UnitLease>>(session => SqliteQueues.FindRunnable(session, plugins, except, limit, opened.Epoch, Now()), cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<string>> FindCancelledAsync(IReadOnlyCollection<string> unitIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(unitIds);
        return Use().Readers.ReadAsync<IReadOnlyList<string>>(session => SqliteQueues.FindCancelled(session, unitIds), cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<SavedCheckpoint<byte[]>?> LoadCheckpointAsync(string unitId, string key, CancellationToken cancellationToken) =>
        Use().Readers.ReadAsync(session => SqliteCheckpoints.Load(session, unitId, key), cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<string>> ListCheckpointsAsync(string unitId, string prefix, CancellationToken cancellationToken) =>
        Use().Readers.ReadAsync(session => SqliteCheckpoints.List(session, unitId, prefix), cancellationToken);

    /// <inheritdoc/>
    public override Task<UnitDetails?> FindAsync(string unitId, CancellationToken cancellationToken) =>
        Use().Readers.ReadAsync(session => SqliteDetails.Find(session, unitId), cancellationToken);

    /// <inheritdoc/>
    public override Task<UnitPage> ListAsync(UnitQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Use().Readers.ReadAsync(session => SqliteLists.List(session, query), cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<UnitCounts>> CountAsync(CancellationToken cancellationToken) =>
        Use().Readers.ReadAsync(SqliteLists.CountAll, cancellationToken);

    /// <inheritdoc/>
    public override async Task<BackfillResult> BackfillAsync(BackfillRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.States, nameof(request));
        var opened = Use();
        var meant = await opened.Readers.ReadAsync(session => SqliteBackfills.Meant(session, request), cancellationToken).ConfigureAwait(false);
        var (queued, skipped) = (0L, 0L);
        foreach (var some in meant.Chunk(BackfilledAtOnce))
        {
            var result = await opened.Writer.WriteAsync(transaction => SqliteBackfills.Write(transaction, some), cancellationToken).ConfigureAwait(false);
            queued += result.EnqueuedCount;
            skipped += result.SkippedCount;
        }

        return new() { EnqueuedCount = queued, SkippedCount = skipped };
    }

    /// <inheritdoc/>
    public override Task<int> SweepAsync(TimeSpan keepSucceeded, TimeSpan keepOthers, int limit, CancellationToken cancellationToken) =>
        Use().Writer.WriteAsync(transaction => SqliteSweeps.Write(transaction, keepSucceeded, keepOthers, limit), cancellationToken);

    /// <inheritdoc/>
    protected override void OnSignalFault(Exception fault) => logger.SignalFailed(ExceptionText.Full(fault));

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _opening.WaitAsync().ConfigureAwait(false);
        try
        {
            _isDisposed = true;
            if (_opened is { } opened)
            {
                _opened = null;
                await opened.Readers.DisposeAsync().ConfigureAwait(false);
                await opened.Writer.DisposeAsync().ConfigureAwait(false);
                opened.Lock.Dispose();
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    private static UnitWriteResult Write(SqliteTransaction transaction, UnitWrite write) => write switch
    {
        NewUnit unit => SqliteEnqueues.Write(transaction, unit),
        UnitMove move => SqliteMoves.Write(transaction, move),
        CheckpointWrite checkpoint => SqliteReports.Write(transaction, checkpoint),
        ProgressWrite progress => SqliteReports.Write(transaction, progress),
        CancelWrite cancel => SqliteCancels.Write(transaction, cancel),
        RetryWrite retry => SqliteBackfills.Write(transaction, retry),
        _ => throw new ArgumentException($"{write?.GetType().ToString() ?? "null"} is no write that this store knows.", nameof(write)),
    };

    private long Now() => time.GetUtcNow().UtcTicks;

    private Opened Use() => _opened ?? throw (_isDisposed ? Closed(file) : new InvalidOperationException($"The store of units of work '{file}' is not open yet: call {nameof(OpenAsync)} first."));

    private Opened Open()
    {
        SqliteStoreLock? taken = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            taken = SqliteStoreLock.Take(file, time);
            var opening = new SqliteOpening(file, options, logger);
            var epoch = opening.Begin();
            var writer = new SqliteWriter(file, opening.Writer, epoch, time, logger, Signal);
            writer.Start();
            return new(taken, writer, new(file, opening.Reader), epoch);
        }
        catch (Exception fault)
        {
            taken?.Dispose();
            if (fault is IOException or UnauthorizedAccessException)
            {
                throw new UnitStoreException($"The store of units of work '{file}' cannot be opened: {fault.Message} Give this process the right to write there, or name another path.", fault);
            }

            throw;
        }
    }

    private sealed record Opened(SqliteStoreLock Lock, SqliteWriter Writer, SqliteReaders Readers, long Epoch);
}

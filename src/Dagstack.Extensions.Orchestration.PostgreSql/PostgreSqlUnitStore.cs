using Dagstack.Extensions.Orchestration.PostgreSql;
using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Keeping;
using Dagstack.Extensions.Orchestration.PostgreSql.Leases;
using Dagstack.Extensions.Orchestration.PostgreSql.Migrating;
using Dagstack.Extensions.Orchestration.PostgreSql.Reading;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Dagstack.Extensions.Orchestration.PostgreSql.Signals;
using Dagstack.Extensions.Orchestration.PostgreSql.Writing;
using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Dagstack.Extensions.Orchestration;

/// <summary>Units of work in PostgreSQL: one store for any number of processes. A <see cref="LeasePlacement"/> decides which of them runs what.</summary>
/// <remarks>
/// The server's clock is the only one. Arguments, outputs and checkpoints are kept as they were given. It takes PostgreSQL 13 or newer. See §9 of the
/// plugin contract and docs/units.md.
/// </remarks>
public sealed class PostgreSqlUnitStore : UnitStore
{
    private readonly WriteTransaction _writing;
    private readonly QueueReader _queues;
    private readonly UnitReader _units;
    private readonly CheckpointReader _checkpoints;
    private readonly Backfill _backfill;
    private readonly Sweep _sweep;
    private readonly Tally _tally;
    private readonly StoreClaim _claim;
    private SignalSender? _sender;
    private SignalListener? _listener;
    private bool _isDisposed;

    /// <summary>Initializes a new instance of the <see cref="PostgreSqlUnitStore"/> class with connections of its own.</summary>
    /// <param name="connectionString">Where the database is, as Npgsql writes it.</param>
    /// <param name="options">The schema, and how processes know of each other; null for the defaults.</param>
    /// <param name="logger">Where it says what is wrong; null for nowhere.</param>
    /// <exception cref="ArgumentException">The connection string is none, or one of the options is out of its range.</exception>
    public PostgreSqlUnitStore(string connectionString, PostgreSqlUnitStoreOptions? options, ILogger<PostgreSqlUnitStore>? logger)
        : this(PostgreSqlChecks.Checked(options), logger, schema => PostgreSqlChecks.Connect(connectionString, schema))
    {
    }

    /// <summary>Initializes a new instance of the <see cref="PostgreSqlUnitStore"/> class with connections of the application.</summary>
    /// <param name="dataSource">Makes connections. It is not disposed with the store.</param>
    /// <param name="options">The schema, and how processes know of each other; null for the defaults.</param>
    /// <param name="logger">Where it says what is wrong; null for nowhere.</param>
    /// <exception cref="ArgumentException">One of the options is out of its range.</exception>
    public PostgreSqlUnitStore(NpgsqlDataSource dataSource, PostgreSqlUnitStoreOptions? options, ILogger<PostgreSqlUnitStore>? logger)
        : this(PostgreSqlChecks.Checked(options), logger, schema => new(dataSource ?? throw new ArgumentNullException(nameof(dataSource)), schema))
    {
    }

    private PostgreSqlUnitStore(PostgreSqlUnitStoreOptions options, ILogger<PostgreSqlUnitStore>? logger, Func<SchemaName, Database> connect)
    {
        Options = options;
        Logger = new GuardedLogger(logger ?? (ILogger)NullLogger.Instance);
        Database = connect(new(options.Schema));
        _writing = new(Database, TimeProvider.System);
        (_queues, _units, _checkpoints) = (new(Database), new(Database), new(Database));
        (_backfill, _sweep, _tally, _claim) = (new(Database), new(Database), new(Database), new(Database));
    }

    /// <inheritdoc/>
    public override int ParallelWrites => Options.ParallelWrites;

    /// <summary>Tells of partitions that have gone with their only unit: their leases are over, and not lost.</summary>
    internal event Action<IReadOnlyList<string>>? Gone;

    /// <summary>The options.</summary>
    internal PostgreSqlUnitStoreOptions Options { get; }

    /// <summary>The database.</summary>
    internal Database Database { get; }

    /// <summary>Where it is said what is wrong.</summary>
    internal ILogger Logger { get; }

    /// <inheritdoc/>
    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var migration = new SchemaMigration(Database);
        if (Options.Migrate)
        {
            await migration.RunAsync(cancellationToken).ConfigureAwait(false);
            await migration.CheckUsableAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await migration.CheckVersionAsync(cancellationToken).ConfigureAwait(false);
        }

        _sender ??= new(Database, TimeProvider.System);
        if (Options.UseSessionLocks)
        {
            _listener ??= new(Database, _sender.Id, Signal, TimeProvider.System, Logger);
        }
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<UnitWriteResult>> WriteAsync(IReadOnlyList<UnitWrite> writes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writes);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var answers = new WriteAnswers(writes.Count);
        await _writing.RunAsync(writes, answers, cancellationToken).ConfigureAwait(false);
        if (answers.Gone.Count > 0)
        {
            Gone?.Invoke(answers.Gone);
        }

        answers.Signals.ForEach(Tell);
        await _tally.NoteAsync(cancellationToken).ConfigureAwait(false);
        return [.. writes.Select((_, index) => answers[index]!.Value)];
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<UnitQueue?>> LoadAsync(IReadOnlyList<UnitLease> leases, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(leases);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _queues.LoadAsync(leases, limit, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// For one process. Several that share a schema use <see cref="LeasePlacement"/>: by this they would take partitions from each other all the time,
    /// which harms nothing but their speed.
    /// </remarks>
    public override Task<IReadOnlyList<UnitLease>> FindRunnableAsync(IReadOnlyCollection<string> plugins, IReadOnlySet<string> except, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        ArgumentNullException.ThrowIfNull(except);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _claim.RunAsync(plugins, except, limit, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<string>> FindCancelledAsync(IReadOnlyCollection<string> unitIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(unitIds);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _units.FindCancelledAsync(unitIds, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<SavedCheckpoint<byte[]>?> LoadCheckpointAsync(string unitId, string key, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _checkpoints.LoadAsync(unitId, key, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<string>> ListCheckpointsAsync(string unitId, string prefix, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _checkpoints.ListAsync(unitId, prefix, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<UnitDetails?> FindAsync(string unitId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(unitId);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _units.FindAsync(unitId, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<UnitPage> ListAsync(UnitQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _units.ListAsync(query, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<UnitCounts>> CountAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _units.CountAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<BackfillResult> BackfillAsync(BackfillRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.States, nameof(request));
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var result = await _backfill.RunAsync(request, cancellationToken).ConfigureAwait(false);
        if (result.EnqueuedCount > 0)
        {
            Tell(new(UnitSignalKind.Queued, null, null));
        }

        return result;
    }

    /// <inheritdoc/>
    public override Task<int> SweepAsync(TimeSpan keepSucceeded, TimeSpan keepOthers, int limit, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _sweep.RunAsync(keepSucceeded, keepOthers, limit, cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        if (_listener is { } listener)
        {
            await listener.DisposeAsync().ConfigureAwait(false);
        }

        if (_sender is { } sender)
        {
            await sender.DisposeAsync().ConfigureAwait(false);
        }

        await Database.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Tells of something here, and to other processes.</summary>
    /// <param name="signal">What.</param>
    internal void Tell(UnitSignal signal)
    {
        Signal(signal);
        _sender?.Send(signal);
    }
}

using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Leases;

/// <summary>The row of a process among those that run units, and what is asked by its name.</summary>
/// <param name="database">Where.</param>
/// <param name="node">The process.</param>
/// <param name="options">How processes know of each other.</param>
internal sealed class NodeRow(Database database, string node, PostgreSqlUnitStoreOptions options)
{
    private const int LongDead = 100;

    private readonly string _s = database.Schema.Quoted;

    /// <summary>Takes a lock of a new session, where there is one, and says by which it is known.</summary>
    /// <param name="connection">The connection, whose session it is.</param>
    /// <param name="timeout">How long it may take, in seconds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task EnterAsync(NpgsqlConnection connection, int timeout, CancellationToken cancellationToken)
    {
        // A lock of its own for each session: that of the one before may still be held by a connection whose end the server has not noticed.
        var session = $"(select session from (select nextval('{_s}.session')::int as session offset 0) drawn, lateral pg_advisory_lock({database.Schema.LockSpace}, session))";
        await connection.QueryAsync(
            new NpgsqlBatchCommand($"""
                insert into {_s}.node (node, session, has_session, beat, dead_after, joined_at)
                values ($1, {(options.UseSessionLocks ? session : "0")}, $2, now(), $3 * interval '1 microsecond', now())
                on conflict (node) do update set session = excluded.session, has_session = excluded.has_session, beat = excluded.beat, dead_after = excluded.dead_after
                """).Text(node).Boolean(options.UseSessionLocks).Span(options.DeadAfter),
            static _ => 0,
            cancellationToken,
            timeout).ConfigureAwait(false);
    }

    /// <summary>Says that the process is alive.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="timeout">How long it may take, in seconds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How often others have taken something from it; null if its row is gone, and it has to enter again.</returns>
    public async Task<long?> BeatAsync(NpgsqlConnection connection, int timeout, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync(
            new NpgsqlBatchCommand($"update {_s}.node set beat = now() where node = $1 returning robbed").Text(node),
            static row => row.GetInt64(0),
            cancellationToken,
            timeout).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Lists the leases that are its own.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<List<UnitLease>> FindLeasesAsync(CancellationToken cancellationToken) => database.QueryAsync(
        new NpgsqlBatchCommand($"select partition, epoch from {_s}.lease where owner = $1").Text(node),
        static row => new UnitLease(row.GetString(0), row.GetInt64(1)),
        cancellationToken);

    /// <summary>Gives leases back.</summary>
    /// <param name="leases">The leases.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether something waits in one of them.</returns>
    public async Task<bool> ReleaseAsync(IReadOnlyCollection<UnitLease> leases, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(
            new NpgsqlBatchCommand($"""
                with given as (
                    delete from {_s}.lease l using unnest($1, $2) as g(queue, epoch) where l.queue = g.queue and l.epoch = g.epoch returning l.queue
                )
                select exists (select from given g join {_s}.unit u on u.queue = g.queue and u.state in (1, 2))
                """).Guids(leases.Select(static lease => Schema.RowKey.Of(lease.Partition))).Longs(leases.Select(static lease => lease.Epoch)),
            static row => row.GetBoolean(0),
            cancellationToken).ConfigureAwait(false);
        return rows[0];
    }

    /// <summary>Takes leave: the row and all leases go.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public Task LeaveAsync(CancellationToken cancellationToken) => database.QueryAsync(
        new NpgsqlBatchCommand($"with given as (delete from {_s}.lease where owner = $1) delete from {_s}.node where node = $1").Text(node),
        static _ => 0,
        cancellationToken);

    /// <summary>Removes the rows of those that are dead for a long time, and leases of theirs that nobody needs.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public Task TidyAsync(CancellationToken cancellationToken) => database.QueryAsync(
        new NpgsqlBatchCommand($"""
            with dead as (
                select node from {_s}.node n where greatest(n.beat, pg_postmaster_start_time()) + {LongDead} * n.dead_after < now() for update skip locked
            ), idle as (
                delete from {_s}.lease l where l.owner in (select node from dead) and not exists (select from {_s}.unit u where u.queue = l.queue and u.state in (1, 2))
            )
            delete from {_s}.node n where n.node in (select node from dead) and not exists (
                select from {_s}.lease l join {_s}.unit u on u.queue = l.queue and u.state in (1, 2) where l.owner = n.node)
            """),
        static _ => 0,
        cancellationToken);
}

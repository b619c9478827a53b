using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Keeping;

/// <summary>
/// The counts of units. Each write adds what it has changed as rows of its own, since one row for all would make every transaction wait for the one
/// before; now and then they are summed up, by one process at a time.
/// </summary>
/// <param name="database">Where.</param>
internal sealed class Tally(Database database)
{
    private const int TallyLock = 3;
    private const int WritesBetween = 256;

    private readonly string _sql = $"""
        with turn as materialized (select pg_try_advisory_xact_lock({database.Schema.LockSpace}, {TallyLock}) as is_mine
        ), taken as (
            delete from {database.Schema.Quoted}.tally using turn where is_mine returning plugin, state, n
        )
        insert into {database.Schema.Quoted}.tally select plugin, state, sum(n) from taken group by plugin, state having sum(n) <> 0
        """;

    private int _writes;

    /// <summary>Takes note of a write, and sums up when it is time.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task NoteAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _writes) % WritesBetween == 0)
        {
            await database.QueryAsync(new NpgsqlBatchCommand(_sql), static _ => 0, cancellationToken).ConfigureAwait(false);
        }
    }
}

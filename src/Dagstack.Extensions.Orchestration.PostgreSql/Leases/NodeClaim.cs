using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Leases;

/// <summary>A look at what there is to run, and the taking of a fair share of it: one statement.</summary>
/// <param name="database">Where.</param>
internal sealed class NodeClaim(Database database)
{
    private readonly string _all = Sql(database.Schema, HeadQuery.All(database.Schema));
    private readonly string _some = Sql(database.Schema, HeadQuery.Of(database.Schema, "$7"));

    /// <summary>Looks, and takes.</summary>
    /// <param name="look">What is wanted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<NodeLookResult> RunAsync(NodeLook look, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand(look.Queues is null ? _all : _some)
            .Texts(look.Plugins)
            .Text(look.Node)
            .Int(look.Queues is null ? look.Held : 0)
            .Int(look.Limit)
            .Boolean(look.JudgesSessions)
            .Boolean(look.JudgesBeats);
        command = look.Queues is { } queues ? command.Guids(queues) : command;
        var rows = await database.QueryAsync(
            command,
            static row => (IsAlive: row.GetBoolean(0), Nodes: row.GetInt32(1), Lease: row.IsDBNull(2) ? (UnitLease?)null : new(row.GetString(2), row.GetInt64(3)), IsOver: !row.IsDBNull(4) && row.GetBoolean(4)),
            cancellationToken).ConfigureAwait(false);
        return new()
        {
            IsAlive = rows[0].IsAlive,
            Nodes = Math.Max(rows[0].Nodes, 1),
            Leases = [.. rows.Where(static row => row.Lease is not null).Select(static row => row.Lease!.Value)],
            TakenOver = rows.Count(static row => row.IsOver),
        };
    }

    // A process is alive if it has said so lately and, where it has a session of its own, holds the lock of it. Who asks is held to that; others are
    // given the time to come back after the server has started, since it has silenced all of them, and while this process itself has just come back.
    //
    // The share is that of a process among those that live, and a tenth more; what nobody has taken by the next look is shared again, so that what
    // one leaves since it has no room goes to those that have.
    private static string Sql(SchemaName schema, string heads) => $"""
        with recursive {heads}, sessions as materialized (
            select objid::bigint as session from pg_locks
            where locktype = 'advisory' and classid = {schema.LockSpace}::bigint::oid and objsubid = 2 and granted
                and database = (select oid from pg_database where datname = current_database())
        ), alive as materialized (
            select n.node from {schema.Quoted}.node n
            where (n.beat + n.dead_after > now() or (n.node <> $2 and (not $6 or pg_postmaster_start_time() + n.dead_after > now())))
                and (not n.has_session or exists (select from sessions s where s.session = n.session)
                    or (n.node <> $2 and (not $5 or pg_postmaster_start_time() + least(n.dead_after, {NodePulse.Settling.TotalSeconds} * interval '1 second') > now())))
        ), me as materialized (
            select coalesce(bool_or(node = $2), false) as is_alive, count(*)::int as nodes from alive
        ), free as materialized (
            select h.queue, {HeadQuery.Partition("h")} as partition, l.epoch as old_epoch, h.seq
            from heads h left join {schema.Quoted}.lease l on l.queue = h.queue
            where h.state <> {UnitRow.Halting} and h.plugin = any($1)
                and (h.state = {UnitRow.Running} or h.not_before is null or h.not_before <= now())
                and (l.queue is null
                    or (l.owner <> $2 and not exists (select from alive a where a.node = l.owner)))
        ), picked as materialized (
            select f.* from free f where (select is_alive from me) order by f.seq limit (
                select least($4, greatest(
                    ceil((select count(*) from heads where state <> {UnitRow.Halting} and plugin = any($1)) * 1.1 / greatest(me.nodes, 1)) - $3,
                    ceil((select count(*) from free)::numeric / greatest(me.nodes, 1))))::bigint
                from me)
        ), {TakeQuery.Of(schema, "$2")}
        select me.is_alive, me.nodes, t.partition, t.epoch, t.is_over from me left join taken t on true
        """;
}

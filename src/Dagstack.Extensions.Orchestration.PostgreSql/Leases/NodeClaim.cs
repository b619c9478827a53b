using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Leases;

/// <summary>A look at what there is to run, and the taking of a fair share of it: one statement.</summary>
/// <param name="database">Where.</param>
internal sealed class NodeClaim(Database database)
{
    private readonly string _all = Sql(database.Schema, HeadQuery.All(database.Schema), s_shareOfHeads);
    private readonly string _some = Sql(database.Schema, HeadQuery.Of(database.Schema, "unnest($8)"), s_shareOfHeads);
    private readonly string _orphans = Sql(database.Schema, Orphans(database.Schema), s_shareOfOrphans);

    private static readonly string s_shareOfHeads = Share($"select count(*) from heads where state <> {UnitRow.Halting} and plugin = any($1)");
    private static readonly string s_shareOfOrphans = $"case when $8 then $4 else least($4, ceil({Free} * 1.1 / greatest(me.nodes, 1)))::bigint end";

    /// <summary>Looks, and takes.</summary>
    /// <param name="look">What is wanted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<NodeLookResult> RunAsync(NodeLook look, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand(look.Scope switch { NodeLookScope.All => _all, NodeLookScope.Some => _some, _ => _orphans })
            .Texts(look.Plugins)
            .Text(look.Node)
            .Int(look.Scope == NodeLookScope.Some ? 0 : look.Held)
            .Int(look.Limit)
            .Boolean(look.JudgesSessions)
            .Boolean(look.JudgesBeats)
            .Guids(look.Ending);
        command = look.Scope switch { NodeLookScope.All => command, NodeLookScope.Some => command.Guids(look.Queues), _ => command.Boolean(look.TakesAll) };
        var rows = await database.QueryAsync(
            command,
            static row => (IsAlive: row.GetBoolean(0), Nodes: row.GetInt32(1), Free: row.GetInt32(2), Lease: row.IsDBNull(3) ? (UnitLease?)null : new(row.GetString(3), row.GetInt64(4)), IsOver: !row.IsDBNull(5) && row.GetBoolean(5)),
            cancellationToken).ConfigureAwait(false);
        var leases = rows.Where(static row => row.Lease is not null).Select(static row => row.Lease!.Value).ToList();
        return new()
        {
            IsAlive = rows[0].IsAlive,
            Nodes = Math.Max(rows[0].Nodes, 1),
            Leases = leases,
            TakenOver = rows.Count(static row => row.IsOver),
            Left = Math.Max(rows[0].Free - leases.Count, 0),
        };
    }

    // A process is alive if it has said so lately and, where it has a session of its own, holds the lock of it. Who asks is held to that; others are
    // given the time to come back after the server has started, since it has silenced all of them, and while this process itself has just come back.
    //
    // The share is that of a process among those that live, and a tenth more; what nobody has taken by the next look is shared again, so that what
    // one leaves since it has no room goes to those that have.
    private static string Sql(SchemaName schema, string heads, string share) => $"""
        with recursive sessions as materialized (
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
        ), {heads}, free as materialized (
            select h.queue, {HeadQuery.Partition("h")} as partition, l.epoch as old_epoch, h.seq
            from heads h left join {schema.Quoted}.lease l on l.queue = h.queue
            where h.state <> {UnitRow.Halting} and h.plugin = any($1) and not h.queue = any($7)
                and (h.state = {UnitRow.Running} or h.not_before is null or h.not_before <= now())
                and (l.queue is null
                    or (l.owner <> $2 and not exists (select from alive a where a.node = l.owner)))
        ), picked as materialized (
            select f.* from free f where (select is_alive from me) order by f.seq limit (select {share} from me)
        ), {TakeQuery.Of(schema, "$2")}
        select me.is_alive, me.nodes, (select count(*)::int from free), t.partition, t.epoch, t.is_over from me left join taken t on true
        """;

    private const string Free = "(select count(*) from free)";

    private static string Share(string open) => $"""
        least($4, greatest(ceil(({open}) * 1.1 / greatest(me.nodes, 1)) - $3, ceil({Free}::numeric / greatest(me.nodes, 1))))::bigint
        """;

    private static string Orphans(SchemaName schema) => $"""
        orphan as materialized (
            select l.queue from {schema.Quoted}.node n join {schema.Quoted}.lease l on l.owner = n.node
            where n.node <> $2 and not exists (select from alive a where a.node = n.node)
        ), {HeadQuery.Of(schema, "orphan")}
        """;
}

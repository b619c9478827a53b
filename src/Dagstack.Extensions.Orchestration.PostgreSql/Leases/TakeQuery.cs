using Dagstack.Extensions.Orchestration.PostgreSql.Schema;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Leases;

/// <summary>Takes partitions that were picked.</summary>
internal static class TakeQuery
{
    /// <summary>Returns the common tables that take what is in <c>picked (queue, partition, old_epoch)</c>, ending with <c>taken (partition, epoch, is_over)</c>.</summary>
    /// <param name="schema">Where.</param>
    /// <param name="me">The parameter with who takes.</param>
    /// <remarks>
    /// <para>
    /// A lease that is there is taken only as it was seen; one that somebody writes by at the moment is left for the next look. Where there is none,
    /// whoever inserts first has it.
    /// </para>
    /// <para>
    /// What ran in a process that has died is marked as lost, which counts once it is started anew. A process is known to have died by itself only if
    /// its last beat is later than the server's start plus the time after which it is taken for dead: then it had lived through the server's last
    /// outage, if there was one. An earlier beat is that of a process that the outage has silenced, maybe while it lived; to count these would call
    /// units poison that have done nothing. One without a row has no beats: a store that was used without processes that know of each other.
    /// </para>
    /// </remarks>
    public static string Of(SchemaName schema, string me) => $"""
        old as (
            select l.queue, l.epoch, l.owner, p.partition from {schema.Quoted}.lease l join picked p on p.queue = l.queue and p.old_epoch = l.epoch
            for update of l skip locked
        ), retaken as (
            update {schema.Quoted}.lease l set owner = {me}, epoch = nextval('{schema.Quoted}.epoch') from old o where l.queue = o.queue
            returning l.queue, l.epoch, o.partition, o.epoch as old_epoch, o.owner as old_owner
        ), fresh as (
            insert into {schema.Quoted}.lease (queue, partition, epoch, owner)
            select queue, partition, nextval('{schema.Quoted}.epoch'), {me} from picked where old_epoch is null
            on conflict do nothing
            returning partition, epoch
        ), lost as (
            update {schema.Quoted}.unit u set lost = true
            from retaken r left join {schema.Quoted}.node n on n.node = r.old_owner
            where u.queue = r.queue and u.state = {UnitRow.Running} and u.epoch = r.old_epoch and r.old_owner <> {me}
                and coalesce(n.beat > pg_postmaster_start_time() + n.dead_after, true)
        ), robbed as (
            update {schema.Quoted}.node set robbed = robbed + 1 where node in (select old_owner from retaken where old_owner <> {me})
        ), taken as (
            select partition, epoch, old_owner <> {me} as is_over from retaken union all select partition, epoch, false from fresh
        )
        """;
}

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>The first format of a store's file.</summary>
/// <remarks>
/// What a run writes is in <c>unit</c>; what may be long and does not change is beside it, so that it is not written again. Times are ticks of UTC.
/// <c>number</c> is the order in which units were taken in, <c>place</c> that of the queues. <c>is_open</c> is 1 for what waits, runs, or halts its
/// partition. <c>ready_at</c> is set for the first open unit of a partition only: from when on it may run, and 0 while it is marked as running.
/// </remarks>
internal static class SqliteFormat1
{
    public const string Sql = """
        create table store (
            id integer primary key check (id = 1),
            epoch integer not null,
            last_number integer not null
        ) strict;
        insert into store values (1, 0, 0);

        create table unit (
            number integer primary key,
            place integer not null,
            unit_id text not null,
            plugin text not null,
            partition text not null,
            idempotency_key text,
            input_hash text,
            is_unique integer not null,
            state integer not null,
            is_open integer not null,
            ready_at integer,
            run integer not null default 0,
            last_end integer,
            epoch integer,
            failures integer not null default 0,
            losses integer not null default 0,
            is_cancelling integer not null default 0,
            halts integer not null default 0,
            enqueued_at integer not null,
            expires_at integer,
            not_before integer,
            started_at integer,
            finished_at integer,
            node text,
            output_hash text,
            is_unchanged integer not null default 0,
            progress blob,
            error text
        ) strict;
        create unique index unit_by_id on unit (unit_id);
        create unique index unit_by_key on unit (plugin, idempotency_key) where idempotency_key is not null;
        create unique index unit_by_input on unit (plugin, input_hash) where is_unique = 1 and state in (0, 1, 2);
        create index unit_by_output on unit (plugin, input_hash, finished_at) where output_hash is not null;
        create index unit_open on unit (partition, place) where is_open = 1;
        create index unit_by_state on unit (plugin, state, number);
        create index unit_ready on unit (plugin, ready_at, place, partition) where ready_at is not null;
        create index unit_over on unit (state, finished_at) where is_open = 0;

        create table input (
            number integer primary key,
            args blob not null,
            trace_parent text,
            metadata text
        ) strict;

        create table output (
            number integer primary key,
            value blob not null
        ) strict;

        create table checkpoint (
            number integer not null,
            key text not null,
            version text not null,
            value blob not null,
            primary key (number, key)
        ) strict;

        create table counter (
            plugin text not null,
            state integer not null,
            units integer not null,
            primary key (plugin, state)
        ) strict, without rowid;
        """;
}

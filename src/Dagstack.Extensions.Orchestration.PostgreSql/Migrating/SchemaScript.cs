using Dagstack.Extensions.Orchestration.PostgreSql.Schema;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Migrating;

/// <summary>The statements that make the tables, version by version. What is written here once is never changed: a later version adds a step.</summary>
internal static class SchemaScript
{
    /// <summary>The version that this code reads and writes.</summary>
    public const int Version = 1;

    /// <summary>Returns the statements that lead from the version before to a version.</summary>
    /// <param name="version">The version, from 1.</param>
    /// <param name="schema">The schema.</param>
    public static string Step(int version, SchemaName schema) => version switch
    {
        1 => First(schema.Quoted),
        _ => throw new ArgumentOutOfRangeException(nameof(version), version, "There is no such version."),
    };

    // Arguments, outputs and progress are bytes: jsonb refuses \u0000 and writes members in its own order.
    private static string First(string s) => $$"""
        create sequence {{s}}.place;
        create sequence {{s}}.epoch;
        create sequence {{s}}.session as int cycle;

        create table {{s}}.unit (
            unit_id text collate "C" primary key,
            id bigint not null,
            seq bigint not null,
            plugin text collate "C" not null,
            queue uuid not null,
            partition_key text collate "C",
            state smallint not null,
            run int not null default 0,
            epoch bigint not null default 0,
            end_run int,
            end_kind smallint,
            failures int not null default 0,
            losses int not null default 0,
            lost boolean not null default false,
            cancelling boolean not null default false,
            let_go boolean not null default false,
            unchanged boolean not null default false,
            is_unique boolean not null default false,
            enqueued_at timestamptz not null,
            expires_at timestamptz,
            not_before timestamptz,
            started_at timestamptz,
            finished_at timestamptz,
            idempotency_id uuid,
            input_id uuid,
            idempotency_key text collate "C",
            input_hash text collate "C",
            output_hash text collate "C",
            node text collate "C",
            traceparent text collate "C",
            metadata text collate "C",
            error text collate "C",
            args bytea not null,
            output bytea,
            progress bytea
        ) with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

        create index unit_open on {{s}}.unit (queue, state, seq) where state <= 2;
        create index unit_state on {{s}}.unit (plugin, state, id);
        create index unit_partition on {{s}}.unit (queue, id) where partition_key is not null;
        create index unit_ended on {{s}}.unit (state, finished_at) where state > 2;
        create unique index unit_idempotency on {{s}}.unit (idempotency_id) where idempotency_id is not null;
        create unique index unit_input on {{s}}.unit (input_id) where is_unique and state in (1, 2, 3);
        create index unit_output on {{s}}.unit (input_id, finished_at) where state = 3 and input_id is not null;
        create index unit_cancelling on {{s}}.unit (unit_id) where cancelling;

        create table {{s}}.checkpoint (
            unit_id text collate "C" not null,
            key_id uuid not null,
            key text collate "C" not null,
            version text collate "C" not null,
            value bytea not null,
            primary key (unit_id, key_id)
        ) with (fillfactor = 80);

        create table {{s}}.lease (
            queue uuid primary key,
            partition text collate "C" not null,
            epoch bigint not null,
            owner text collate "C" not null
        ) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05);
        create index lease_owner on {{s}}.lease (owner);

        create table {{s}}.node (
            node text collate "C" primary key,
            session int not null,
            has_session boolean not null,
            beat timestamptz not null,
            dead_after interval not null,
            joined_at timestamptz not null,
            robbed bigint not null default 0
        ) with (fillfactor = 50);

        create table {{s}}.tally (
            plugin text collate "C" not null,
            state smallint not null,
            n bigint not null
        );

        create function {{s}}.count_units() returns trigger language plpgsql as $count$
        begin
            if tg_op = 'INSERT' then
                insert into {{s}}.tally select plugin, state, count(*) from fresh group by plugin, state;
            elsif tg_op = 'DELETE' then
                insert into {{s}}.tally select plugin, state, -count(*) from stale group by plugin, state;
            else
                insert into {{s}}.tally
                select plugin, state, sum(n) from (select plugin, state, 1 as n from fresh union all select plugin, state, -1 from stale) moved
                group by plugin, state having sum(n) <> 0;
            end if;
            return null;
        end $count$;
        create trigger count_inserted after insert on {{s}}.unit referencing new table as fresh for each statement execute function {{s}}.count_units();
        create trigger count_updated after update on {{s}}.unit referencing old table as stale new table as fresh for each statement execute function {{s}}.count_units();
        create trigger count_deleted after delete on {{s}}.unit referencing old table as stale for each statement execute function {{s}}.count_units();
        """;
}

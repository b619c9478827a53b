using System.Diagnostics;
using Dagstack.Extensions.Orchestration.Tests.Postgres;
using Microsoft.Data.Sqlite;

namespace Dagstack.Extensions.Benchmarks.Turns.Units;

/// <summary>Stores that keep many units that have ended, made from some that have really run.</summary>
internal static class KeptUnits
{
    /// <summary>How many really run.</summary>
    public const int Seed = 1_000;

    /// <summary>Takes units in, waits until they have ended, and ends what ran them.</summary>
    public static async Task SeedAsync(IUnitStage stage)
    {
        await using (stage.ConfigureAwait(false))
        {
            await Task.WhenAll(Enumerable.Range(0, Seed).Select(caller => stage.EnqueueAsync(caller).AsTask())).ConfigureAwait(false);
            while (await stage.CountEndedAsync().ConfigureAwait(false) < Seed)
            {
                await Task.Delay(10).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Repeats what is in a file, which nobody has open.</summary>
    public static void Fill(string file, int times)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Run("pragma synchronous = off");
        Run($"""
            create temp table times as with recursive n(i) as (values (1) union all select i + 1 from n where i < {times - 1}) select i from n;
            create temp table base as select max(number) as last from unit;
            begin;
            insert into unit select u.number + i * last, u.place + i * last, u.unit_id || '-' || i, u.plugin, u.partition, u.idempotency_key, u.input_hash, u.is_unique, u.state, u.is_open, u.ready_at, u.run, u.last_end, u.epoch,
                u.failures, u.losses, u.is_cancelling, u.halts, u.enqueued_at, u.expires_at, u.not_before, u.started_at, u.finished_at, u.node, u.output_hash, u.is_unchanged, u.progress, u.error
                from times, base, unit u order by i, u.number;
            insert into input select p.number + i * last, p.args, p.trace_parent, p.metadata from times, base, input p order by i, p.number;
            update counter set units = units * {times};
            update store set last_number = (select max(number) from unit);
            commit;
            pragma wal_checkpoint(truncate);
            """);

        void Run(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Repeats what is in a database.</summary>
    public static async Task FillAsync(PostgresServer server, string database, int times)
    {
        await server.ExecuteAsync(
            $"""
            set synchronous_commit = off;
            insert into dagstack_units.unit (unit_id, id, seq, plugin, queue, partition_key, state, run, epoch, end_run, end_kind, enqueued_at, started_at, finished_at, node, args)
            select u.unit_id || '-' || i, nextval('dagstack_units.place'), nextval('dagstack_units.place'), u.plugin, u.queue, u.partition_key, u.state, u.run, u.epoch, u.end_run, u.end_kind, u.enqueued_at, u.started_at, u.finished_at, u.node, u.args
            from generate_series(1, {times - 1}) i, dagstack_units.unit u
            """,
            database).ConfigureAwait(false);
        await server.ExecuteAsync("vacuum analyze dagstack_units.unit", database).ConfigureAwait(false);
        await server.ExecuteAsync("checkpoint", database).ConfigureAwait(false);
    }

    /// <summary>Takes units in where few are kept and where many are, in turn.</summary>
    public static async Task<(OneUnit Few, OneUnit Many)> CompareAsync(IUnitStage few, IUnitStage many, TimeSpan span)
    {
        var (first, second) = (new OneUnit(few), new OneUnit(many));
        await first.WarmAsync().ConfigureAwait(false);
        await second.WarmAsync().ConfigureAwait(false);
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < span)
        {
            await first.RunAsync().ConfigureAwait(false);
            await second.RunAsync().ConfigureAwait(false);
        }

        return (first, second);
    }
}

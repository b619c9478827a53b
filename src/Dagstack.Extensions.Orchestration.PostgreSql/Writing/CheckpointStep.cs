using System.Security.Cryptography;
using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Writing;

/// <summary>Saves and deletes checkpoints. Those of a unit are written by the holder of its partition alone, whose lease is locked: what is read stays true until the commit.</summary>
/// <param name="schema">Where.</param>
internal sealed class CheckpointStep(SchemaName schema)
{
    private const int VersionLength = 16;

    // A value that is there already was saved by this write when it was said before.
    private readonly string _save = $"""
        with given as materialized (
            select g.*, u.unit_id is not null as is_live, c.version as found,
                not g.is_conditional or c.version is not distinct from g.replaces or coalesce(c.version = g.version, false) as fits
            from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) with ordinality as g(unit_id, queue, epoch, run, key, key_id, version, value, is_conditional, replaces, ordinal)
            left join {schema.Quoted}.lease l on l.queue = g.queue and l.epoch = g.epoch
            left join {schema.Quoted}.unit u on u.unit_id = g.unit_id and u.queue = l.queue and u.state = {UnitRow.Running} and u.run = g.run
            left join {schema.Quoted}.checkpoint c on c.unit_id = g.unit_id and c.key_id = g.key_id
        ), saved as (
            insert into {schema.Quoted}.checkpoint as c (unit_id, key_id, key, version, value)
            select unit_id, key_id, key, version, value from given where is_live and fits and version is not null
            on conflict (unit_id, key_id) do update set version = excluded.version, value = excluded.value where c.version <> excluded.version
        ), deleted as (
            delete from {schema.Quoted}.checkpoint c using given g
            where c.unit_id = g.unit_id and c.key_id = g.key_id and g.is_live and g.fits and g.version is null
        )
        select ordinal::int, is_live, fits, found from given
        """;

    /// <summary>Returns the version of a value: equal contents have one version.</summary>
    /// <param name="value">The value.</param>
    public static string VersionOf(ReadOnlySpan<byte> value)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(value, hash);
        return Convert.ToHexStringLower(hash[..VersionLength]);
    }

    /// <summary>Returns what tells the checkpoints of a unit apart.</summary>
    /// <param name="key">The key.</param>
    public static Guid KeyOf(string key) => RowKey.Of(key);

    /// <summary>Adds the step.</summary>
    /// <param name="steps">What is run.</param>
    /// <param name="writes">The writes: one for a key of a unit.</param>
    /// <param name="answers">Where answers go.</param>
    public void Add(WriteSteps steps, List<PlacedWrite<CheckpointWrite>> writes, WriteAnswers answers)
    {
        if (writes.Count == 0)
        {
            return;
        }

        var given = writes.ConvertAll(static write => write.Write);
        var versions = given.ConvertAll(static write => write.Value is { } value ? VersionOf(value.Span) : null);
        var command = new NpgsqlBatchCommand(_save)
            .Texts(given.Select(static write => write.UnitId))
            .Guids(given.Select(static write => RowKey.Of(write.Lease.Partition)))
            .Longs(given.Select(static write => write.Lease.Epoch))
            .Ints(given.Select(static write => write.Run))
            .Texts(given.Select(static write => write.Key))
            .Guids(given.Select(static write => KeyOf(write.Key)))
            .Texts(versions)
            .Bytes(given.Select(static write => write.Value))
            .Booleans(given.Select(static write => write.IsConditional))
            .Texts(given.Select(static write => write.Replaces));
        steps.Add(command, row =>
        {
            var place = row.GetInt32(0) - 1;
            var (outcome, value) = OutcomeOf(row.GetBoolean(1), row.GetBoolean(2), row.TextOrNull(3), versions[place]);
            answers.Set(writes[place].Index, outcome, value);
        });
    }

    private static (UnitWriteOutcome Outcome, string? Value) OutcomeOf(bool isLive, bool fits, string? found, string? version)
    {
        if (!isLive)
        {
            return (UnitWriteOutcome.Fenced, null);
        }

        if (!fits)
        {
            return (UnitWriteOutcome.Conflict, found);
        }

        return version is null && found is null ? (UnitWriteOutcome.NotFound, null) : (UnitWriteOutcome.Applied, version);
    }
}

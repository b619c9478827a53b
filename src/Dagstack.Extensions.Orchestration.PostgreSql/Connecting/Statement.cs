using Npgsql;
using NpgsqlTypes;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Connecting;

/// <summary>Parameters by position, with their types: nothing is left to be guessed from a null.</summary>
internal static class Statement
{
    private const long MicrosecondsOfThousandYears = 31_557_600_000_000_000;

    public static NpgsqlBatchCommand Text(this NpgsqlBatchCommand command, string? value) => Add(command, (object?)value, NpgsqlDbType.Text);

    public static NpgsqlBatchCommand Texts(this NpgsqlBatchCommand command, IEnumerable<string?> values) => Add(command, values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);

    public static NpgsqlBatchCommand Guid(this NpgsqlBatchCommand command, Guid? value) => Add(command, (object?)value, NpgsqlDbType.Uuid);

    public static NpgsqlBatchCommand Guids(this NpgsqlBatchCommand command, IEnumerable<Guid> values) => Add(command, values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Uuid);

    public static NpgsqlBatchCommand Guids(this NpgsqlBatchCommand command, IEnumerable<Guid?> values) => Add(command, values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Uuid);

    public static NpgsqlBatchCommand Bytes(this NpgsqlBatchCommand command, IEnumerable<ReadOnlyMemory<byte>?> values) =>
        Add(command, values.Select(static value => value?.ToArray()).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bytea);

    public static NpgsqlBatchCommand Booleans(this NpgsqlBatchCommand command, IEnumerable<bool> values) => Add(command, values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Boolean);

    public static NpgsqlBatchCommand Boolean(this NpgsqlBatchCommand command, bool value) => Add(command, value, NpgsqlDbType.Boolean);

    public static NpgsqlBatchCommand Ints(this NpgsqlBatchCommand command, IEnumerable<int> values) => Add(command, values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer);

    public static NpgsqlBatchCommand Int(this NpgsqlBatchCommand command, int value) => Add(command, value, NpgsqlDbType.Integer);

    public static NpgsqlBatchCommand Longs(this NpgsqlBatchCommand command, IEnumerable<long> values) => Add(command, values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    public static NpgsqlBatchCommand Long(this NpgsqlBatchCommand command, long value) => Add(command, value, NpgsqlDbType.Bigint);

    public static NpgsqlBatchCommand Shorts(this NpgsqlBatchCommand command, IEnumerable<short> values) => Add(command, values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Smallint);

    public static NpgsqlBatchCommand Time(this NpgsqlBatchCommand command, DateTimeOffset? value) => Add(command, (object?)value?.ToUniversalTime(), NpgsqlDbType.TimestampTz);

    /// <summary>Spans in microseconds, as the server counts; those of more than a thousand years are as long as that.</summary>
    public static NpgsqlBatchCommand Spans(this NpgsqlBatchCommand command, IEnumerable<TimeSpan?> values) =>
        Add(command, values.Select(static value => value is { } span ? Microseconds(span) : (long?)null).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    public static NpgsqlBatchCommand Span(this NpgsqlBatchCommand command, TimeSpan value) => Add(command, Microseconds(value), NpgsqlDbType.Bigint);

    private static long Microseconds(TimeSpan span) => Math.Clamp(span.Ticks / TimeSpan.TicksPerMicrosecond, -MicrosecondsOfThousandYears, MicrosecondsOfThousandYears);

    private static NpgsqlBatchCommand Add(NpgsqlBatchCommand command, object? value, NpgsqlDbType type)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        return command;
    }
}

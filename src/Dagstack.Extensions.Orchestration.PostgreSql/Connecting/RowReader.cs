using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Connecting;

/// <summary>Asks, and reads rows.</summary>
internal static class RowReader
{
    /// <summary>Asks for rows.</summary>
    /// <typeparam name="T">What comes of a row.</typeparam>
    /// <param name="database">Where.</param>
    /// <param name="command">The question.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<List<T>> QueryAsync<T>(this Database database, NpgsqlBatchCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => connection.QueryAsync(command, read, token), cancellationToken);

    /// <summary>Asks for rows.</summary>
    /// <typeparam name="T">What comes of a row.</typeparam>
    /// <param name="connection">Where.</param>
    /// <param name="command">The question.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="timeout">How long the answer may take, in seconds; null for as long as the connection string says, 0 for ever.</param>
    public static async Task<List<T>> QueryAsync<T>(this NpgsqlConnection connection, NpgsqlBatchCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, int? timeout = null)
    {
        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            batch.BatchCommands.Add(command);
            batch.Timeout = timeout ?? batch.Timeout;
            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var rows = new List<T>();
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows.Add(read(reader));
                }

                return rows;
            }
        }
    }

    public static string? TextOrNull(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static DateTimeOffset? TimeOrNull(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    public static byte[]? BytesOrNull(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<byte[]>(column);

    /// <summary>A span that the server gives in microseconds.</summary>
    public static TimeSpan Span(this NpgsqlDataReader reader, int column) => new(reader.GetInt64(column) * TimeSpan.TicksPerMicrosecond);
}

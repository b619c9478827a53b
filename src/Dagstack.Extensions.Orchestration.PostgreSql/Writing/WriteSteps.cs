using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Writing;

/// <summary>The statements of a transaction, which go to the server at once, and what is done with the rows of those that give some.</summary>
internal sealed class WriteSteps
{
    private readonly List<(NpgsqlBatchCommand Command, Action<NpgsqlDataReader>? Read)> _steps = [];

    /// <summary>Adds a statement that gives no rows.</summary>
    /// <param name="command">The statement.</param>
    public void Add(NpgsqlBatchCommand command) => _steps.Add((command, null));

    /// <summary>Adds a statement that gives rows.</summary>
    /// <param name="command">The statement.</param>
    /// <param name="read">What is done with each row.</param>
    public void Add(NpgsqlBatchCommand command, Action<NpgsqlDataReader> read) => _steps.Add((command, read));

    /// <summary>Runs all of them in one transaction, by one round trip: a batch without a transaction around it is one by itself.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> RunAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            _steps.ForEach(step => batch.BatchCommands.Add(step.Command));
            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                foreach (var (_, read) in _steps.Where(static step => step.Read is not null))
                {
                    while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        read!(reader);
                    }

                    await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }

        return true;
    }
}

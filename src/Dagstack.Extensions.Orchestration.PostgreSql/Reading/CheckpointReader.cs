using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Dagstack.Extensions.Plugins;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Reading;

/// <summary>Reads checkpoints of units.</summary>
/// <param name="database">Where.</param>
internal sealed class CheckpointReader(Database database)
{
    private readonly string _load = $"select value, version from {database.Schema.Quoted}.checkpoint where unit_id = $1 and key_id = $2";
    private readonly string _list = $"select key from {database.Schema.Quoted}.checkpoint where unit_id = $1 and starts_with(key, $2)";

    /// <summary>Loads a checkpoint; null if there is none.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SavedCheckpoint<byte[]>?> LoadAsync(string unitId, string key, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            new NpgsqlBatchCommand(_load).Text(unitId).Guid(RowKey.Of(key)),
            static row => new SavedCheckpoint<byte[]>(row.GetFieldValue<byte[]>(0), row.GetString(1)),
            cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Lists keys.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="prefix">What they begin with.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<string>> ListAsync(string unitId, string prefix, CancellationToken cancellationToken)
    {
        var keys = await database.QueryAsync(new NpgsqlBatchCommand(_list).Text(unitId).Text(prefix), static row => row.GetString(0), cancellationToken).ConfigureAwait(false);

        // The server's order is that of code points, which is another one beyond the basic plane.
        keys.Sort(StringComparer.Ordinal);
        return keys;
    }
}

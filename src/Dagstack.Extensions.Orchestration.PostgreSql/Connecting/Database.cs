using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Connecting;

/// <summary>The database, the schema in it, and what its errors mean.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly bool _isOwned;

    /// <summary>Initializes a new instance of the <see cref="Database"/> class over connections that are somebody else's.</summary>
    /// <param name="source">Makes connections.</param>
    /// <param name="schema">The schema.</param>
    public Database(NpgsqlDataSource source, SchemaName schema)
        : this(source, schema, isOwned: false)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="Database"/> class with connections of its own.</summary>
    /// <param name="connectionString">Where it is.</param>
    /// <param name="schema">The schema.</param>
    public Database(string connectionString, SchemaName schema)
        : this(NpgsqlDataSource.Create(Named(connectionString)), schema, isOwned: true)
    {
    }

    private Database(NpgsqlDataSource source, SchemaName schema, bool isOwned)
    {
        var target = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        (_source, Schema, _isOwned) = (source, schema, isOwned);
        Place = $"PostgreSQL at {target.Host}:{target.Port}, database '{target.Database ?? target.Username}', schema '{schema.Name}'";
        Name = target.Database ?? target.Username ?? "";
        User = target.Username ?? "";
    }

    /// <summary>The schema.</summary>
    public SchemaName Schema { get; }

    /// <summary>Where it is, for people. No secret is in it.</summary>
    public string Place { get; }

    /// <summary>The name of the database.</summary>
    public string Name { get; }

    /// <summary>Who asks.</summary>
    public string User { get; }

    /// <summary>Opens a connection.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _source.OpenConnectionAsync(cancellationToken);

    /// <summary>Runs something on a connection, and says in our words what goes wrong.</summary>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <param name="action">What is run.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UnitStoreException">It has failed.</exception>
    public async Task<T> UseAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                return await action(connection, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (DatabaseErrors.IsOfDatabase(error) && !cancellationToken.IsCancellationRequested)
        {
            throw DatabaseErrors.Explain(error, this);
        }
        catch (Exception error) when (DatabaseErrors.IsOfDatabase(error))
        {
            // What is cancelled comes back as an error of the server as well.
            throw new OperationCanceledException("Asking the store was given up.", error, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _isOwned ? _source.DisposeAsync() : ValueTask.CompletedTask;

    /// <summary>Connections of ours can be told from others in pg_stat_activity, where the application has given them no name.</summary>
    private static string Named(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        builder.ApplicationName ??= "dagstack units";
        return builder.ConnectionString;
    }
}

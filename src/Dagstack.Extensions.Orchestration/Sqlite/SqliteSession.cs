using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>A connection to a store's file with its prepared statements. It is used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteStatement> _statements = new(ReferenceEqualityComparer.Instance);

    /// <summary>Opens a connection.</summary>
    /// <param name="file">The file.</param>
    /// <param name="mode">What for.</param>
    /// <param name="busyTimeout">How long to wait for others that have it locked.</param>
    public SqliteSession(string file, SqliteOpenMode mode, TimeSpan busyTimeout)
    {
        var seconds = (int)Math.Ceiling(busyTimeout.TotalSeconds);
        _connection = new(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = seconds }.ConnectionString);
        try
        {
            _connection.Open();
            Execute(string.Create(CultureInfo.InvariantCulture, $"pragma busy_timeout = {seconds * 1000}"));
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Gets the prepared form of a statement: of a constant, which is the same object each time.</summary>
    public SqliteStatement this[string sql]
    {
        get
        {
            if (!_statements.TryGetValue(sql, out var statement))
            {
                _statements.Add(sql, statement = new(_connection, sql));
            }

            return statement;
        }
    }

    /// <summary>Runs what runs once, and returns the first value of its answer.</summary>
    public object? Execute(string sql)
    {
        using var statement = new SqliteStatement(_connection, sql);
        return statement.Value();
    }

    /// <summary>Begins to write.</summary>
    public void Begin() => this["begin immediate"].Run();

    /// <summary>Begins to read: what is read until the end is of one moment.</summary>
    public void BeginReading() => this["begin deferred"].Run();

    /// <summary>Makes durable what was written.</summary>
    public void Commit() => this["commit"].Run();

    /// <summary>Undoes what was written.</summary>
    public void Rollback() => this["rollback"].Run();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }
}

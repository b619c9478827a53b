using Dagstack.Extensions.Orchestration.Sqlite;
using Dagstack.Extensions.Plugins.Tests;
using Microsoft.Data.Sqlite;

namespace Dagstack.Extensions.Orchestration.Tests.Sqlite;

/// <summary>A folder with a file of units of work.</summary>
internal sealed class SqliteStage : IDisposable
{
    private readonly TempFolder _folder = new();

    public string File => _folder.Combine("units.db");

    public TestLogs Logs { get; } = new();

    public string Combine(string relative) => _folder.Combine(relative);

    public SqliteUnitStore Create(string? file = null, SqliteUnitStoreOptions? options = null) => new(file ?? File, options ?? new(), TimeProvider.System, Logs.CreateLogger("units"));

    public async Task<SqliteUnitStore> OpenAsync(string? file = null, SqliteUnitStoreOptions? options = null)
    {
        var store = Create(file, options);
        await store.OpenAsync(default);
        return store;
    }

    /// <summary>Looks into the file, or changes it, as a tool does.</summary>
    public object? Execute(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Tests say what is run.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    public static NewUnit New(string partitionKey = "p", int argsLength = 0) => new()
    {
        UnitId = Guid.CreateVersion7().ToString(),
        Plugin = "job:import",
        Args = System.Text.Encoding.UTF8.GetBytes($"\"{new string('x', argsLength)}\""),
        PartitionKey = partitionKey,
    };

    public static async Task<string> EnqueueAsync(UnitStore store, string partitionKey = "p", int argsLength = 0)
    {
        var unit = New(partitionKey, argsLength);
        Assert.Equal(new(UnitWriteOutcome.Applied, unit.UnitId), Assert.Single(await store.WriteAsync([unit], default)));
        return unit.UnitId;
    }

    public void Dispose()
    {
        Logs.Dispose();
        _folder.Dispose();
    }
}

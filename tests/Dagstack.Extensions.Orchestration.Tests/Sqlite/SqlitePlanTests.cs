using System.Reflection;
using Dagstack.Extensions.Orchestration.Sqlite;
using Microsoft.Data.Sqlite;

namespace Dagstack.Extensions.Orchestration.Tests.Sqlite;

public sealed class SqlitePlanTests : IDisposable
{
    private readonly SqliteStage _stage = new();

    public void Dispose() => _stage.Dispose();

    public static TheoryData<string> Statements =>
    [
        .. from type in typeof(SqliteUnitStore).Assembly.GetTypes()
           where type.Namespace == typeof(SqliteUnitStore).Namespace
           from constant in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
           where constant.FieldType == typeof(string) && constant.IsLiteral
           let sql = (string)constant.GetRawConstantValue()!
           where sql.StartsWith("select", StringComparison.Ordinal) || sql.StartsWith("insert", StringComparison.Ordinal) || sql.StartsWith("update", StringComparison.Ordinal) || sql.StartsWith("delete", StringComparison.Ordinal)
           where (type, constant.Name) != (typeof(SqliteDetails), "Select") // The beginning of two others.
           select $"{type.Name}.{constant.Name}",
    ];

    /// <summary>Units are found by indexes: nothing gets slower the more of them are kept.</summary>
    [Theory]
    [MemberData(nameof(Statements))]
    public async Task Statement_Plan_ScansNoUnits(string name)
    {
        await using (await _stage.OpenAsync())
        {
        }

        var type = typeof(SqliteUnitStore).Assembly.GetType($"{typeof(SqliteUnitStore).Namespace}.{name.Split('.')[0]}", throwOnError: true)!;
        var sql = (string)type.GetField(name.Split('.')[1], BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!.GetRawConstantValue()!;
        Assert.DoesNotContain(Plan(sql), static step => step.StartsWith("SCAN", StringComparison.Ordinal) && step is not ("SCAN store" or "SCAN counter"));
    }

    private List<string> Plan(string sql)
    {
        using var connection = _stage.Connect();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // It is a constant of the store.
        command.CommandText = "explain query plan " + sql;
#pragma warning restore CA2100
        for (var i = 1; i <= 9; i++)
        {
            if (sql.Contains($"${i}", StringComparison.Ordinal))
            {
                command.Parameters.Add(new SqliteParameter($"${i}", 1L));
            }
        }

        var steps = new List<string>();
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            steps.Add(rows.GetString(3));
        }

        return steps;
    }
}

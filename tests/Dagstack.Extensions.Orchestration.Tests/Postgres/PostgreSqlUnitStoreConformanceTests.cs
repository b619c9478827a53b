using System.Globalization;
using Dagstack.Extensions.Orchestration.Tests.Stores;

namespace Dagstack.Extensions.Orchestration.Tests.Postgres;

[Collection(nameof(PostgresTests))]
public sealed class PostgreSqlUnitStoreConformanceTests(SharedPostgres postgres) : UnitStoreTests
{
    private readonly PostgreSqlUnitStoreOptions _options = new() { Schema = "c" + Guid.NewGuid().ToString("N")[..12] };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await postgres.Server.ExecuteAsync($"drop schema {_options.Schema} cascade");
    }

    protected override UnitStore CreateStore() => new PostgreSqlUnitStore(postgres.Server.ConnectionString() + ";Maximum Pool Size=8", _options, null);

    /// <summary>The server's clock cannot be set: all that has happened is moved into the past.</summary>
    protected override async Task PassAsync(TimeSpan span)
    {
        var columns = new[] { "enqueued_at", "expires_at", "not_before", "started_at", "finished_at" };
        var past = string.Create(CultureInfo.InvariantCulture, $"interval '{span.Ticks / TimeSpan.TicksPerMicrosecond} microseconds'");
        await postgres.Server.ExecuteAsync($"update {_options.Schema}.unit set {string.Join(", ", columns.Select(column => $"{column} = {column} - {past}"))}");
    }
}

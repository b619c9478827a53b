using Dagstack.Extensions.Orchestration.Sqlite;
using Dagstack.Extensions.Orchestration.Tests.Stores;
using Dagstack.Extensions.Plugins.Tests;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dagstack.Extensions.Orchestration.Tests.Sqlite;

public sealed class SqliteUnitStoreConformanceTests : UnitStoreTests
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override UnitStore CreateStore() => new SqliteUnitStore(_folder.Combine("units.db"), new(), _time, NullLogger.Instance);

    protected override Task PassAsync(TimeSpan span)
    {
        _time.Advance(span);
        return Task.CompletedTask;
    }
}

using Dagstack.Extensions.Orchestration.Memory;
using Dagstack.Extensions.Orchestration.Tests.Stores;
using Microsoft.Extensions.Time.Testing;

namespace Dagstack.Extensions.Orchestration.Tests.Memory;

public sealed class InMemoryUnitStoreConformanceTests : UnitStoreTests
{
    private readonly FakeTimeProvider _time = new();
    private InMemoryUnitStore? _store;

    protected override UnitStore CreateStore() => _store ??= new(_time);

    protected override Task PassAsync(TimeSpan span)
    {
        _time.Advance(span);
        return Task.CompletedTask;
    }
}

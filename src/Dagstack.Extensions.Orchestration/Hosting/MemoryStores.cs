using Dagstack.Extensions.Orchestration.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Orchestration.Hosting;

/// <summary>The store in memory of a host, which outlives its orchestrator.</summary>
internal sealed class MemoryStores
{
    private readonly Func<UnitStore> _store;

    /// <param name="time">The clock.</param>
    public MemoryStores(TimeProvider time)
    {
        // The orchestrator closes it. Disposed by the container it would be gone before the plugins have stopped.
        var store = new InMemoryUnitStore(time);
        _store = () => store;
    }

    public static UnitStore Get(IServiceProvider services) => services.GetRequiredService<MemoryStores>()._store();
}

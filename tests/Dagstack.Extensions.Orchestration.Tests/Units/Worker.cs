using System.Collections.Concurrent;
using System.Text.Json;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Tests.Units;

/// <summary>A plugin that runs units as a test says.</summary>
internal sealed class Worker : IWorker, IUnitOfWork
{
    public delegate ValueTask<JsonElement?> Work(JsonElement args, UnitContext unit, CancellationToken cancellationToken);

    /// <summary>Gets or sets what units do. By default they give back their arguments.</summary>
    public Work Do { get; set; } = static (args, _, _) => new(args);

    /// <summary>Gets the units in the order of their runs.</summary>
    public ConcurrentQueue<string> Runs { get; } = [];

    public ValueTask<JsonElement> WorkAsync(JsonElement args, CancellationToken cancellationToken) => new(args);

    public async ValueTask<JsonElement?> RunAsync(JsonElement args, UnitContext unit, CancellationToken cancellationToken)
    {
        Runs.Enqueue(unit.UnitId);
        return await Do(args, unit, cancellationToken);
    }
}

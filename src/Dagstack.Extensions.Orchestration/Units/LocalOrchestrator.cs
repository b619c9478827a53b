using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Orchestration.Units;

/// <summary>The plugin <c>orchestrator:local</c>: runs units in this process. The engine is its, from setup to teardown.</summary>
/// <param name="parts">What an engine is made of.</param>
/// <param name="door">Where the engine is found.</param>
/// <param name="units">What the hooks are made of.</param>
internal sealed class LocalOrchestrator(Func<EngineParts> parts, EngineDoor door, IUnits units) : IOrchestrator, IPluginSetup, IPluginTeardown, IPluginHealth, IAsyncDisposable
{
    private UnitEngine? _engine;

    /// <inheritdoc/>
    public async ValueTask SetupAsync(PluginContext context, CancellationToken cancellationToken)
    {
        _engine = await UnitEngine.StartAsync(parts(), cancellationToken).ConfigureAwait(false);
        door.Open(_engine);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TeardownAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _engine, null) is { } engine)
        {
            // Callers may look at what is there, and enqueue, until it is closed.
            await engine.StopAsync(cancellationToken).ConfigureAwait(false);
            door.Close();
        }

        return true;
    }

    /// <inheritdoc/>
    public ValueTask<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _engine) is { } engine ? EngineHealth.CheckAsync(engine, cancellationToken) : new(HealthCheckResult.Unhealthy("No units of work are run: it is not set up."));

    /// <inheritdoc/>
    public ValueTask<EnqueueResult> EnqueueAsync(EnqueueRequest request, CancellationToken cancellationToken) =>
        units.EnqueueAsync(request.PluginName, request.Args, new() { IdempotencyKey = request.IdempotencyKey, PartitionKey = request.PartitionKey }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<UnitStatus> StatusAsync(StatusRequest request, CancellationToken cancellationToken)
    {
        var unit = await units.GetAsync(request.UnitId, cancellationToken).ConfigureAwait(false) ?? throw new UnitNotFoundException(request.UnitId);
        return new() { UnitId = unit.UnitId, State = unit.State, StartedAt = unit.StartedAt, FinishedAt = unit.FinishedAt, Progress = unit.Progress, Error = unit.Error };
    }

    /// <inheritdoc/>
    public ValueTask<BackfillResult> BackfillAsync(BackfillRequest request, CancellationToken cancellationToken) => units.BackfillAsync(request, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await TeardownAsync(new(canceled: true)).ConfigureAwait(false);
}

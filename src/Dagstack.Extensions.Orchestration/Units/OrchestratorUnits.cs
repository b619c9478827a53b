using System.Text.Json;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Units;

/// <summary>The units of work of a host, over the engine that is up.</summary>
/// <param name="door">Where the engine is.</param>
/// <param name="plugins">Finds the plugins that run units.</param>
internal sealed class OrchestratorUnits(EngineDoor door, IPluginUnits plugins) : UnitsOfStore
{
    /// <inheritdoc/>
    public override ValueTask<EnqueueResult> EnqueueAsync(string plugin, JsonElement args, UnitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(plugin);
        return UnitIntake.EnqueueAsync(door, plugins, plugin, args, options ?? new(), cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task<T> ReadAsync<T>(Func<UnitStore, CancellationToken, Task<T>> read, CancellationToken cancellationToken) => UnitCalls.ReadAsync(door, read, cancellationToken);

    /// <inheritdoc/>
    protected override Task<UnitWriteResult> WriteAsync(UnitWrite write, CancellationToken cancellationToken) => UnitCalls.WriteAsync(door, write, cancellationToken);

    /// <inheritdoc/>
    protected override IUnitNews Listen(string unitId) => new News(door, door.Engine, unitId);

    /// <inheritdoc/>
    /// <remarks>A plugin that is not there any more may have units all the same, so that its whole name is taken as it is.</remarks>
    protected override string? NameOf(string? plugin) => plugin is null || PluginId.TryParse(plugin, out _) ? plugin : plugins.Find(plugin).Id.ToString();

    private sealed class News(EngineDoor door, UnitEngine engine, string unitId) : IUnitNews
    {
        private readonly UnitWatch _watch = engine.Changes.Watch(unitId);

        public Task WaitAsync(TimeSpan look, CancellationToken cancellationToken) =>
            UnitCalls.WhileUpAsync(door, engine, token => _watch.WaitAsync(look, engine.Parts.Time, token), cancellationToken);

        public void Dispose() => _watch.Dispose();
    }
}

using System.Text.Json;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Units;

/// <summary>The units of work of a store that is asked by itself: no engine is there, and no plugin is known.</summary>
/// <param name="store">The store, which is open.</param>
/// <param name="time">The clock by which it is looked for changes.</param>
internal sealed class DirectUnits(UnitStore store, TimeProvider time) : UnitsOfStore
{
    /// <inheritdoc/>
    public override ValueTask<EnqueueResult> EnqueueAsync(string plugin, JsonElement args, UnitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(plugin);
        throw new UnitRefusedException(plugin, $"No unit of work for '{Excerpt.Of(plugin)}' is taken in by the store alone: what its arguments, its partition and its identity are is said by the manifest of the plugin, which only a host knows. Enqueue it by {nameof(IUnits)} of a host, by its page or its API (app.MapDagstackPlugins), or by 'dagstack units enqueue --url'.");
    }

    /// <inheritdoc/>
    protected override Task<T> ReadAsync<T>(Func<UnitStore, CancellationToken, Task<T>> read, CancellationToken cancellationToken) => read(store, cancellationToken);

    /// <inheritdoc/>
    protected override async Task<UnitWriteResult> WriteAsync(UnitWrite write, CancellationToken cancellationToken) =>
        (await store.WriteAsync([write], cancellationToken).ConfigureAwait(false))[0];

    /// <inheritdoc/>
    protected override IUnitNews Listen(string unitId) => new News(store, time, unitId);

    /// <inheritdoc/>
    protected override string? NameOf(string? plugin) => plugin is null || PluginId.TryParse(plugin, out _) ? plugin
        : throw new UnitRefusedException(plugin, $"'{Excerpt.Of(plugin)}' is not the whole name of a plugin, and which plugins there are is known to a host only. Write kind:name, such as chunker:fixed.");

    private sealed class News : IUnitNews
    {
        private readonly UnitStore _store;
        private readonly TimeProvider _time;
        private readonly UnitChanges _changes = new();
        private readonly UnitWatch _watch;

        public News(UnitStore store, TimeProvider time, string unitId)
        {
            (_store, _time, _watch) = (store, time, _changes.Watch(unitId));
            _store.Signalled += _changes.Tell;
        }

        public Task WaitAsync(TimeSpan look, CancellationToken cancellationToken) => _watch.WaitAsync(look, _time, cancellationToken);

        public void Dispose()
        {
            _store.Signalled -= _changes.Tell;
            _watch.Dispose();
        }
    }
}

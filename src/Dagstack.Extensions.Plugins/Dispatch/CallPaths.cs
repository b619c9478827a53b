using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>Makes the paths of calls of one host.</summary>
internal sealed class CallPaths
{
    private readonly Dictionary<string, MiddlewareSet> _middleware = new(StringComparer.Ordinal);
    private readonly CallSettings _settings;
    private readonly PluginCatalog _catalog;
    private readonly PluginSlots _slots;
    private readonly List<MiddlewareLayer> _own;
    private readonly TimeProvider _time;
    private readonly CpuScheduler _scheduler;
    private List<MiddlewareLayer> _layers = [];

    public CallPaths(CallSettings settings, PluginCatalog catalog, PluginSlots slots, IServiceProvider services, TimeProvider time)
    {
        (_settings, _catalog, _slots, _time) = (settings, catalog, slots, time);
        _scheduler = new(settings.MaxCpuBoundCalls);
        _own = [.. settings.Middleware.Select(middleware => middleware.ToLayer(services))];
        Renew();
    }

    /// <summary>Takes over which plugins are middleware now. Paths that were made before stay as they are.</summary>
    public void Renew()
    {
        // Middleware plugins that cannot start never come; the sort is stable, so host code comes first at one priority.
        List<MiddlewareLayer> layers = [.. _own
            .Concat(_catalog.Entries.Where(static entry => !entry.IsOut && entry.Contract?.InterfaceType == typeof(IPluginMiddleware)).Select(entry => MiddlewareLayer.Of(entry, _slots[entry])))
            .OrderByDescending(static layer => layer.Priority)];
        lock (_middleware)
        {
            _layers = layers;
            _middleware.Clear();
        }
    }

    public CallPath Of(PluginEntry entry)
    {
        var contract = entry.Contract!;
        return new(
            entry,
            _slots[entry],
            MiddlewareOf(contract),
            _settings.Kinds.Of(contract.Kind).Timeout,
            entry.Manifest?.ExecutionModel == PluginExecutionModel.ThreadCpuBound ? _scheduler : null,
            _time);
    }

    private MiddlewareSet MiddlewareOf(PluginContract contract)
    {
        lock (_middleware)
        {
            if (!_middleware.TryGetValue(contract.Kind, out var set))
            {
                _middleware.Add(contract.Kind, set = new(contract, _layers));
            }

            return set;
        }
    }
}

using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Tasks;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>Makes the paths of calls of one host.</summary>
internal sealed class CallPaths
{
    private readonly Dictionary<string, MiddlewareSet> _middleware = new(StringComparer.Ordinal);
    private readonly CallSettings _settings;
    private readonly PluginCatalog _catalog;
    private readonly PluginSlots _slots;
    private readonly List<MiddlewareLayer> _own;
    private readonly Dictionary<PluginId, MiddlewareLayer> _guards = [];
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly CpuSlots _cpu;
    private List<MiddlewareLayer> _layers = [];

    public CallPaths(CallSettings settings, PluginCatalog catalog, PluginSlots slots, IServiceProvider services, ILogger logger, TimeProvider time)
    {
        (_settings, _catalog, _slots, _logger, _time) = (settings, catalog, slots, logger, time);
        _cpu = new(settings.MaxCpuBoundCalls);
        _own = [.. settings.Middleware.Select(middleware => middleware.ToLayer(services))];
        Renew();
    }

    /// <summary>Takes over which plugins are middleware now. Paths that were made before stay as they are.</summary>
    public void Renew()
    {
        // The sort is stable, so host code comes first at one priority.
        List<MiddlewareLayer> layers = [.. _own.Concat(OfPlugins()).OrderByDescending(static layer => layer.Priority)];
        lock (_middleware)
        {
            _layers = layers;
            _middleware.Clear();
        }
    }

    /// <summary>Makes the layers of middleware plugins. One that cannot start never comes; one that the host requires stays whatever becomes of it.</summary>
    private List<MiddlewareLayer> OfPlugins()
    {
        var layers = new List<MiddlewareLayer>();
        var gone = _guards.Keys.ToHashSet();
        foreach (var entry in _catalog.Entries.Where(static entry => entry.Manifest is not null && entry.Contract?.InterfaceType == typeof(IPluginMiddleware)))
        {
            var isRequired = _settings.Required.Contains(entry.Manifest!.Id);
            if (entry.IsOut && !isRequired)
            {
                continue;
            }

            var layer = MiddlewareLayer.Of(entry, _slots[entry], isRequired);
            layers.Add(layer);
            if (isRequired)
            {
                _guards[entry.Manifest.Id] = layer;
                gone.Remove(entry.Manifest.Id);
            }
        }

        layers.AddRange(gone.Select(id => _guards[id]));
        return layers;
    }

    public CallPath Of(PluginEntry entry)
    {
        var contract = entry.Contract!;
        return new(
            entry,
            _slots[entry],
            MiddlewareOf(contract),
            TimeoutOf(_settings.Kinds.Of(contract.Kind).Timeout ?? entry.Definition.CallTimeout),
            entry.Manifest?.ExecutionModel == PluginExecutionModel.ThreadCpuBound ? _cpu : null,
            _settings.IsReloadAllowed && entry.Manifest?.Reload == PluginReloadMode.StopFirst,
            _time,
            _logger);
    }

    private static TimeSpan? TimeoutOf(TimeSpan? given) => given is { } limit && PluginDeadline.Ends(limit) ? limit : null;

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

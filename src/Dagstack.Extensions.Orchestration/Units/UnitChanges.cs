namespace Dagstack.Extensions.Orchestration.Units;

/// <summary>Tells those who wait for a unit that something has happened to it. It may be used by several threads.</summary>
internal sealed class UnitChanges
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HashSet<UnitWatch>> _watches = new(StringComparer.Ordinal);

    public UnitWatch Watch(string unitId)
    {
        var watch = new UnitWatch(this, unitId);
        lock (_lock)
        {
            if (!_watches.TryGetValue(unitId, out var watches))
            {
                _watches.Add(unitId, watches = []);
            }

            watches.Add(watch);
        }

        return watch;
    }

    public void Tell(UnitSignal signal)
    {
        lock (_lock)
        {
            if (_watches.Count == 0)
            {
                return;
            }

            foreach (var watch in signal.UnitId is { } unitId ? _watches.GetValueOrDefault(unitId) ?? [] : _watches.Values.SelectMany(static watches => watches))
            {
                watch.Set();
            }
        }
    }

    public void Remove(UnitWatch watch)
    {
        lock (_lock)
        {
            if (_watches.TryGetValue(watch.UnitId, out var watches) && watches.Remove(watch) && watches.Count == 0)
            {
                _watches.Remove(watch.UnitId);
            }
        }
    }
}

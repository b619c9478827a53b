using System.ComponentModel;

namespace Dagstack.Extensions.Plugins.CompilerServices;

/// <summary>Counts the calls of one plugin over all its instances. Calls pay nothing for it: it adds up what their targets count anyway.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PluginCallMeter
{
    private readonly Lock _gate = new();
    private readonly List<CallCells> _open = [];
    private CallTotals _over;

    /// <summary>Adds an instance, before anybody calls it. What is kept of it are numbers.</summary>
    /// <param name="target">What calls of it enter.</param>
    /// <exception cref="ArgumentNullException"><paramref name="target"/> is null.</exception>
    public void Follow(PluginTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        lock (_gate)
        {
            _open.RemoveAll(IsOver);
            _open.Add(target.Cells);
        }
    }

    /// <summary>Reads what was counted until now. It is exact when nobody calls meanwhile.</summary>
    /// <returns>A snapshot.</returns>
    public PluginCallCounts Read()
    {
        lock (_gate)
        {
            var totals = _over;
            _open.ForEach(cells => cells.AddTo(ref totals));
            return totals.ToCounts();
        }
    }

    /// <summary>Takes over what an instance has counted that nobody will call again.</summary>
    private bool IsOver(CallCells cells)
    {
        var totals = _over;
        if (!cells.AddTo(ref totals))
        {
            return false;
        }

        _over = totals;
        return true;
    }
}

using Dagstack.Extensions.Orchestration.Diagnostics;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Units;

/// <summary>How many units there are, as of a few seconds ago: for gauges, which are read on threads that must not wait.</summary>
/// <param name="engine">Whose units.</param>
internal sealed class UnitCountsCache(UnitEngine engine)
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(5);

    private volatile IReadOnlyList<UnitCounts> _last = [];
    private long _asked;
    private int _isAsking;

    /// <summary>Returns what was counted last, and counts anew for the next who asks.</summary>
    public IReadOnlyList<UnitCounts> Get()
    {
        if ((Volatile.Read(ref _asked) == 0 || engine.Parts.Time.GetElapsedTime(Volatile.Read(ref _asked)) > s_fresh) && Interlocked.Exchange(ref _isAsking, 1) == 0)
        {
            _ = AskAsync();
        }

        return _last;
    }

    private async Task AskAsync()
    {
        try
        {
            await Task.Yield();
            _last = await engine.Store.CountAsync(engine.Ended).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            if (fault is not UnitStoreUnavailableException && !engine.Ended.IsCancellationRequested)
            {
                engine.Parts.Logger.LoopFaulted("counts", fault);
            }
        }
        finally
        {
            Volatile.Write(ref _asked, engine.Parts.Time.GetTimestamp());
            Volatile.Write(ref _isAsking, 0);
        }
    }
}

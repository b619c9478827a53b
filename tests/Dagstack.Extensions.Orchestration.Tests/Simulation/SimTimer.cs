namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>A timer of a node.</summary>
internal sealed class SimTimer(SimNode node, Action callback) : ITimer
{
    private SimEvent? _next;
    private bool _isDisposed;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _next?.Cancel();
        _next = null;
        if (!_isDisposed && dueTime != Timeout.InfiniteTimeSpan)
        {
            SimEvent? mine = null;
            mine = _next = node.World.After(dueTime, () => node.Post(() =>
            {
                // It may have been changed while it waited for its turn.
                if (_next != mine)
                {
                    return;
                }

                if (period > TimeSpan.Zero)
                {
                    Change(period, period);
                }

                callback();
            }));
        }

        return !_isDisposed;
    }

    public void Dispose()
    {
        _isDisposed = true;
        _next?.Cancel();
        _next = null;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

/// <summary>A clock that stands until a test moves it, and that shows what waits for it.</summary>
internal sealed class StepTime : FakeTimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _timers = new();
    private readonly object _rescue;

    // Of a test that fails, what waits for the clock is still to be disposed.
    public StepTime() => _rescue = new Timer(_ => Advance(TimeSpan.FromSeconds(1)), null, 2 * Limits.Patience, TimeSpan.FromMilliseconds(100));

    /// <summary>How long it has gone.</summary>
    public TimeSpan Elapsed => GetUtcNow() - Start;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Enqueue(dueTime);
        return timer;
    }

    /// <summary>How often somebody has begun to wait for just so long.</summary>
    public int Waits(TimeSpan dueTime) => _timers.Count(timer => timer == dueTime);

    /// <summary>Lets time go on until a task has ended.</summary>
    public async Task<T> RunAsync<T>(Task<T> task)
    {
        await Wait.UntilAsync(() =>
        {
            Advance(TimeSpan.FromMilliseconds(1));
            return task.IsCompleted;
        });
        return await task;
    }
}

using System.Runtime.CompilerServices;

namespace Dagstack.Extensions.Plugins.Tasks;

/// <summary>Threads for code that may block: as many as that takes, and few when it does not, since starting one costs more than most of it.</summary>
/// <remarks>For all work that waits, a thread is on its way. So none waits for other work, and no clock or limit decides when there are more threads.</remarks>
/// <param name="patience">How long a thread without work stays.</param>
internal sealed class OwnThreads(TimeSpan patience)
{
    private readonly object _gate = new();
    private readonly Queue<Action> _waiting = new();

    // How many more threads are idle or starting than there is work for them.
    private int _spare;

    /// <summary>Runs work, which must not throw, on a thread that nothing else uses meanwhile.</summary>
    public void Run(Action work)
    {
        lock (_gate)
        {
            _waiting.Enqueue(work);
            if (_spare > 0)
            {
                _spare--;
                Monitor.Pulse(_gate);
                return;
            }
        }

        try
        {
            new Thread(RunUntilIdle) { IsBackground = true, Name = "dagstack plugin" }.UnsafeStart();
        }
        catch (OutOfMemoryException)
        {
            // No more threads are to be had. One of the pool's is worse than one of its own, and better than none.
            ThreadPool.UnsafeQueueUserWorkItem(static self => ((OwnThreads)self!).RunUntilIdle(), this);
        }
    }

    private void RunUntilIdle()
    {
        var context = ExecutionContext.Capture()!;
        while (TryRunNext(context))
        {
            lock (_gate)
            {
                _spare++;
            }
        }
    }

    /// <summary>Runs the next work. In a method of its own, so that a thread that waits holds nothing of the last.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryRunNext(ExecutionContext context)
    {
        Action? work;
        lock (_gate)
        {
            while (!_waiting.TryDequeue(out work))
            {
                if (!Monitor.Wait(_gate, patience) && _waiting.Count == 0)
                {
                    _spare--;
                    return false;
                }
            }
        }

        // What one plugin makes ambient is not for the next.
        ExecutionContext.Run(context, static work => ((Action)work!)(), work);
        Thread.CurrentThread.Priority = ThreadPriority.Normal;
        Thread.CurrentThread.IsBackground = true;
        return true;
    }
}

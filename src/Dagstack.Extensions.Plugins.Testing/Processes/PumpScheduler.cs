using System.Collections.Concurrent;

namespace Dagstack.Extensions.Plugins.Testing.Processes;

/// <summary>A scheduler of a few threads that nothing has used before: more than one, so that a hook that waits for its own tasks is late and not stuck.</summary>
internal sealed class PumpScheduler : TaskScheduler, IDisposable
{
    private const int Threads = 4;

    private readonly BlockingCollection<Task> _tasks = [];

    public PumpScheduler()
    {
        for (var i = 0; i < Threads; i++)
        {
            new Thread(Run) { IsBackground = true, Name = "dagstack contract suite" }.UnsafeStart();
        }
    }

    public override int MaximumConcurrencyLevel => Threads;

    public void Dispose() => _tasks.CompleteAdding();

    protected override IEnumerable<Task> GetScheduledTasks() => _tasks.ToArray();

    protected override void QueueTask(Task task) => _tasks.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    private void Run()
    {
        foreach (var task in _tasks.GetConsumingEnumerable())
        {
            TryExecuteTask(task);
        }
    }
}

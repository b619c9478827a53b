namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>Where plugins run that keep a thread busy (<c>thread_cpu_bound</c>): so many at a time, for all of a host.</summary>
internal sealed class CpuScheduler
{
    private readonly TaskScheduler _scheduler;

    /// <param name="threads">How many at a time.</param>
    public CpuScheduler(int threads) => _scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, threads).ConcurrentScheduler;

    /// <summary>Runs a synchronous call there, and waits for it. One that comes from there already goes on where it is: it would wait for itself.</summary>
    public TResult Run<TResult>(Func<TResult> call) =>
        TaskScheduler.Current == _scheduler ? call() : Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler).GetAwaiter().GetResult();

    /// <summary>Begins an asynchronous call there.</summary>
    public Task<TResult> RunAsync<TResult>(Func<Task<TResult>> call) =>
        TaskScheduler.Current == _scheduler ? call() : Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler).Unwrap();
}

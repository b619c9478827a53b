namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>Runs what is ready in an order that the dice of the world decide.</summary>
internal sealed class SimScheduler(SimNode node) : TaskScheduler
{
    public override int MaximumConcurrencyLevel => 1;

    protected override void QueueTask(Task task) => node.Post(() => TryExecuteTask(task));

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}

namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>Something that is to happen.</summary>
internal sealed class SimEvent(Action action)
{
    public Action Action { get; } = action;

    public bool IsCancelled { get; private set; }

    public void Cancel() => IsCancelled = true;
}

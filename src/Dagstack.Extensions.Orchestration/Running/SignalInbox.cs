namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>Brings what a store tells on any thread to the strand, all of it that waits at once.</summary>
/// <param name="strand">Where it is brought to.</param>
/// <param name="take">Takes it there.</param>
internal sealed class SignalInbox(Strand strand, Action<IReadOnlyList<UnitSignal>> take)
{
    private readonly Lock _lock = new();
    private List<UnitSignal> _waiting = [];

    public void Add(UnitSignal signal)
    {
        if (signal.Kind == UnitSignalKind.Progressed)
        {
            return;
        }

        lock (_lock)
        {
            _waiting.Add(signal);
            if (_waiting.Count > 1)
            {
                return;
            }
        }

        strand.Post(Bring);
    }

    private void Bring()
    {
        List<UnitSignal> signals;
        lock (_lock)
        {
            signals = _waiting;
            _waiting = [];
        }

        take(signals);
    }
}

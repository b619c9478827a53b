namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>The last changes of a plugin's state. One that comes and goes for months keeps no more than a few.</summary>
internal sealed class PluginHistory
{
    /// <summary>How many changes are kept.</summary>
    public const int Kept = 100;

    private readonly Lock _gate = new();
    private readonly Queue<PluginTransition> _transitions = [];
    private long _dropped;

    public void Add(PluginTransition transition)
    {
        lock (_gate)
        {
            if (_transitions.Count == Kept)
            {
                _transitions.Dequeue();
                _dropped++;
            }

            _transitions.Enqueue(transition);
        }
    }

    /// <summary>Copies what is kept, oldest first, and tells how many are not.</summary>
    public (IReadOnlyList<PluginTransition> Transitions, long Dropped) Read()
    {
        lock (_gate)
        {
            return ([.. _transitions], _dropped);
        }
    }
}

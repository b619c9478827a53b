namespace Dagstack.Extensions.Configuration.Reload;

/// <summary>Tells of changes, one after the other and outside every lock: whoever is told may change something or wait for somebody who does.</summary>
internal sealed class ChangeNews
{
    private readonly Lock _gate = new();
    private readonly Queue<Action> _untold = new();
    private bool _isTelling;

    /// <summary>Keeps something to be told. It does not fail.</summary>
    public void Add(Action tell)
    {
        lock (_gate)
        {
            _untold.Enqueue(tell);
        }
    }

    /// <summary>Tells what has not been told. Where that is being done, on another thread or further up on this one, it is done there.</summary>
    public void Tell()
    {
        while (TryTake(out var tell))
        {
            try
            {
                tell();
            }
            finally
            {
                lock (_gate)
                {
                    _isTelling = false;
                }
            }
        }
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Action? tell)
    {
        lock (_gate)
        {
            tell = null;
            return !_isTelling && (_isTelling = _untold.TryDequeue(out tell));
        }
    }
}

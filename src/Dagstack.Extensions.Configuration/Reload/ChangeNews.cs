namespace Dagstack.Extensions.Configuration.Reload;

/// <summary>Tells of changes, one after the other and outside every lock: whoever is told may change something or wait for somebody who does.</summary>
internal sealed class ChangeNews
{
    private readonly Lock _gate = new();
    private readonly Queue<(Action Tell, Action<Exception> Failed)> _untold = new();
    private bool _isTelling;

    /// <summary>Keeps something to be told.</summary>
    /// <param name="tell">Tells somebody, who does not keep others from being told by failing.</param>
    /// <param name="failed">Told of the failure. It does not fail itself.</param>
    public void Add(Action tell, Action<Exception> failed)
    {
        lock (_gate)
        {
            _untold.Enqueue((tell, failed));
        }
    }

    /// <summary>Tells what has not been told. Where that is being done, on another thread or further up on this one, it is done there.</summary>
    public void Tell()
    {
        while (TryTake(out var next))
        {
            try
            {
                next.Tell();
            }
            catch (Exception exception)
            {
                next.Failed(exception);
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

    private bool TryTake(out (Action Tell, Action<Exception> Failed) next)
    {
        lock (_gate)
        {
            next = default;
            return !_isTelling && (_isTelling = _untold.TryDequeue(out next));
        }
    }
}

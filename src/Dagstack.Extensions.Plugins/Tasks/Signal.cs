namespace Dagstack.Extensions.Plugins.Tasks;

/// <summary>Says that there is something to do. One signal is as good as many.</summary>
/// <param name="isSet">Whether it begins set.</param>
#pragma warning disable CA1001 // It lives as long as who waits for it, and has nothing to dispose.
internal sealed class Signal(bool isSet = false)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _set = new(isSet ? 1 : 0, 1);

    /// <summary>Sets it. It does not block.</summary>
    public void Set()
    {
        try
        {
            _set.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is set already.
        }
    }

    /// <summary>Waits until it is set, and takes it back.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _set.WaitAsync(cancellationToken);
}

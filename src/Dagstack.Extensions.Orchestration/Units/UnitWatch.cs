namespace Dagstack.Extensions.Orchestration.Units;

/// <summary>Somebody who waits for what happens to a unit.</summary>
/// <param name="changes">Where it hears of that.</param>
/// <param name="unitId">The unit.</param>
internal sealed class UnitWatch(UnitChanges changes, string unitId) : IDisposable
{
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string UnitId => unitId;

    public void Set() => Volatile.Read(ref _changed).TrySetResult();

    /// <summary>Waits for the next change since the last wait, or until it is time to look all the same.</summary>
    /// <param name="atMost">For how long.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        var changed = Volatile.Read(ref _changed);
        try
        {
            await changed.Task.WaitAsync(atMost, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return;
        }

        Interlocked.CompareExchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously), changed);
    }

    public void Dispose() => changes.Remove(this);
}

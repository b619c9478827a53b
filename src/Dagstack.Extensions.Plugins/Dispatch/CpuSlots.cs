namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>Lets plugins run that keep a thread busy (<c>thread_cpu_bound</c>): so many calls at a time, for all of a host.</summary>
/// <remarks>
/// A slot belongs to a call, not to a thread: what the call awaits goes on wherever there is a thread, and a call that is made from
/// inside of it, however indirectly, has the slot already. Otherwise calls that wait for their own parts would wait for ever.
/// </remarks>
/// <param name="count">How many at a time.</param>
#pragma warning disable CA1001 // It lives as long as its host, and has nothing to dispose.
internal sealed class CpuSlots(int count)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _free = new(count, count);

    /// <summary>Runs a synchronous call where its caller is, when there is a slot.</summary>
    public TResult Run<TResult>(Func<TResult> call, CancellationToken cancellationToken)
    {
        if (HasSlot)
        {
            return call();
        }

        _free.Wait(cancellationToken);
        try
        {
            using var kept = KeptCall.Begin(this);
            return call();
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Begins an asynchronous call on the pool, when there is a slot, and keeps the slot until it has ended.</summary>
    public async ValueTask<TResult> RunAsync<TResult>(Func<ValueTask<TResult>> call, CancellationToken cancellationToken)
    {
        if (HasSlot)
        {
            return await call().ConfigureAwait(false);
        }

        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var kept = KeptCall.Begin(this);
            return await Task.Run(() => call().AsTask(), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    private bool HasSlot => KeptCall.Find(this) is { IsOpen: true };
}

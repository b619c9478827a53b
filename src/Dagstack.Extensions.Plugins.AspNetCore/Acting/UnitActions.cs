namespace Dagstack.Extensions.Plugins.AspNetCore.Acting;

/// <summary>Does to units of work what is asked for. What has begun goes on when nobody waits for it any more, and for a limited time.</summary>
/// <param name="limit">How long it may take: the service waits for its store, however long that is out.</param>
/// <param name="time">The time.</param>
/// <param name="stopping">Whether the application stops.</param>
internal sealed class UnitActions(TimeSpan limit, TimeProvider time, CancellationToken stopping)
{
    /// <summary>Asks the service for something.</summary>
    /// <param name="act">What is asked.</param>
    /// <param name="outcome">Names what the answer means.</param>
    public async Task<UnitDeed<T>> RunAsync<T>(Func<CancellationToken, ValueTask<T>> act, Func<T, string> outcome)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, late.Token);
        var token = end.Token;
        try
        {
            // On a thread of its own: a service may block before it hands out a task.
            var answer = await Task.Run(() => act(token).AsTask(), CancellationToken.None).WaitAsync(token).ConfigureAwait(false);
            return new(outcome(answer), answer);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            return new("unknown", Fault: new TimeoutException($"There was no answer within {limit.TotalSeconds} s."));
        }
        catch (Exception fault)
        {
            return new("failed", Fault: fault);
        }
    }
}

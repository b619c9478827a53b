using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>Tells those who ask for it that the state of a plugin has changed.</summary>
internal sealed class StatusChanges
{
    private CancellationTokenSource? _next;

    /// <summary>Gets a token for the next change. Nothing is made while nobody asks.</summary>
    public IChangeToken GetToken()
    {
        while (true)
        {
            var current = Volatile.Read(ref _next);
            if (current is not null)
            {
                return new StatusToken(current.Token);
            }

            var made = new CancellationTokenSource();
            if (Interlocked.CompareExchange(ref _next, made, null) is null)
            {
                return new StatusToken(made.Token);
            }
        }
    }

    /// <summary>Fires the token. Listeners run on the pool, each for itself: what they throw or block is theirs.</summary>
    public void Fire() => _ = Interlocked.Exchange(ref _next, null)?.CancelAsync();
}

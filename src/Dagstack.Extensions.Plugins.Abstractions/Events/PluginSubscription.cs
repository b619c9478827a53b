namespace Dagstack.Extensions.Plugins;

/// <summary>A subscription to a topic, with what became of its events: each is handled, dropped or failed in the end.</summary>
/// <remarks>See docs/events.md and §12 of the plugin contract.</remarks>
public abstract class PluginSubscription : IDisposable, IAsyncDisposable
{
    /// <summary>Gets the topic, or the beginning of topics.</summary>
    public abstract string Topic { get; }

    /// <summary>Gets how many events its handler has handled.</summary>
    public abstract long Handled { get; }

    /// <summary>Gets how many events were dropped: the oldest when the queue was full, and what was waiting when the subscription ended.</summary>
    public abstract long Dropped { get; }

    /// <summary>Gets how many events were lost by a handler that threw, or by a payload that could not become what the handler takes.</summary>
    public abstract long Failed { get; }

    /// <summary>Ends the subscription, without waiting for a handler that is running, whose token is cancelled. What is waiting is dropped. To be called any number of times.</summary>
    public abstract void Dispose();

    /// <summary>Ends the subscription, and waits for a handler that is running, unless it is that one which calls. To be called any number of times.</summary>
    /// <returns>A task that completes when the handler is not running any more, and never will.</returns>
    public abstract ValueTask DisposeAsync();
}

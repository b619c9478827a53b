using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Events;

/// <summary>The events as one owner sees them: the application, or an instance of a plugin, whose subscriptions end with it.</summary>
/// <param name="bus">Where all meet.</param>
/// <param name="owner">The plugin; null for the application.</param>
/// <param name="logger">Told what was forgotten and lost.</param>
internal sealed class OwnedEvents(EventBus bus, PluginId? owner, ILogger logger) : PluginEvents, IPluginHandlers
{
    private readonly Lock _gate = new();
    private readonly HashSet<EventSubscription> _undisposed = [];

    // Also those that are disposed and whose handler still runs: nothing may be torn down under it.
    private readonly HashSet<EventSubscription> _running = [];
    private volatile Func<IDisposable>? _around;
    private bool _isStopped;
    private volatile bool _isOver;

    public Func<IDisposable>? Around
    {
        set => _around = value;
    }

    public IReadOnlyList<string> Running
    {
        get
        {
            lock (_gate)
            {
                return _isStopped && !_isOver ? TopicsOf(_running) : [];
            }
        }
    }

    public async ValueTask StopAsync()
    {
        EventSubscription[] ending;
        lock (_gate)
        {
            _isStopped = true;
            ending = [.. _running];
        }

        Array.ForEach(ending, static subscription => subscription.End());
        foreach (var subscription in ending)
        {
            await subscription.Over.ConfigureAwait(false);
        }
    }

    public void End(bool wasTornDown)
    {
        EventSubscription[] forgotten;
        lock (_gate)
        {
            // Nothing is published any more either.
            (_isStopped, _isOver) = (true, true);
            forgotten = [.. _undisposed];
            _undisposed.Clear();
        }

        Array.ForEach(forgotten, static subscription => subscription.End());
        if (wasTornDown && forgotten.Length > 0)
        {
            logger.SubscriptionsForgotten(owner!.Value, string.Join(", ", TopicsOf(forgotten)));
        }
    }

    /// <summary>Takes note that a subscription was disposed by whoever had asked for it.</summary>
    public void Disposed(EventSubscription subscription)
    {
        lock (_gate)
        {
            _undisposed.Remove(subscription);
        }
    }

    /// <summary>Takes note that the handler of a subscription is not running any more, and never will.</summary>
    public void Ended(EventSubscription subscription)
    {
        lock (_gate)
        {
            _running.Remove(subscription);
        }
    }

    /// <summary>Enters what is to be around the handlers.</summary>
    public IDisposable? Enter() => _around?.Invoke();

    protected override bool HasSubscribers(string topic) => !_isOver && bus.HasSubscribers(topic);

    protected override void PublishCore(string topic, object? payload, Type declaredType) => bus.Publish(new(topic, payload, declaredType, owner, this));

    protected override PluginSubscription SubscribeCore(string topic, PluginEventHandler handler, PluginSubscriptionOptions? options)
    {
        var subscription = new EventSubscription(topic, handler, options?.Capacity ?? bus.Capacity, bus, this, owner, logger);
        lock (_gate)
        {
            if (_isStopped)
            {
                throw new ObjectDisposedException(nameof(PluginEvents), $"The plugin '{owner}' is being torn down and cannot subscribe to '{topic}' any more. Subscribe in its constructor, in its setup or in a call.");
            }

            bus.Add(subscription);
            _undisposed.Add(subscription);
            _running.Add(subscription);
        }

        return subscription;
    }

    private static List<string> TopicsOf(IEnumerable<EventSubscription> subscriptions) =>
        [.. subscriptions.Select(static subscription => subscription.Topic).Distinct().Order(StringComparer.Ordinal)];
}

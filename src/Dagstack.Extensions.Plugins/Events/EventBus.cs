using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Events;

/// <summary>Who has subscribed to what in one host. Publishing takes no lock.</summary>
internal sealed class EventBus : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, EventSubscription[]> _byTopic = new(StringComparer.Ordinal);

    // Keyed by what topics begin with, its dot included: "index." for "index.*", and empty for "*".
    private readonly ConcurrentDictionary<string, EventSubscription[]> _byBeginning = new(StringComparer.Ordinal);
    private readonly ILogger _logger;

    // Of all, and of beginnings. A dictionary takes all its locks to say that it is empty.
    private volatile int _count;
    private volatile int _beginnings;
    private bool _isOver;

    /// <param name="capacity">How many events wait for a handler at most, unless its subscription says otherwise.</param>
    /// <param name="logger">Told what is lost.</param>
    public EventBus(int capacity, ILogger logger)
    {
        (Capacity, _logger) = (capacity, logger);
        EventMeter.Open();
        OfHost = new(this, owner: null, logger);
    }

    public int Capacity { get; }

    /// <summary>Gets the events of the application.</summary>
    public OwnedEvents OfHost { get; }

    /// <summary>Makes the events of one instance of a plugin.</summary>
    public OwnedEvents Of(PluginId plugin) => new(this, plugin, _logger);

    public bool HasSubscribers(string topic) => _count > 0 && Visit(topic, publication: null);

    public void Publish(EventPublication publication) => Visit(publication.Topic, publication);

    /// <exception cref="ObjectDisposedException">The host has ended.</exception>
    public void Add(EventSubscription subscription)
    {
        var (subscriptions, key) = PlaceOf(subscription.Topic);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isOver, typeof(PluginEvents));
            subscriptions[key] = subscriptions.TryGetValue(key, out var others) ? [.. others, subscription] : [subscription];
            Count();
        }
    }

    public void Remove(EventSubscription subscription)
    {
        var (subscriptions, key) = PlaceOf(subscription.Topic);
        lock (_gate)
        {
            if (!subscriptions.TryGetValue(key, out var all) || Array.FindAll(all, other => other != subscription) is not { Length: > 0 } others)
            {
                subscriptions.TryRemove(key, out _);
            }
            else
            {
                subscriptions[key] = others;
            }

            Count();
        }
    }

    /// <summary>Ends all subscriptions. Nothing is delivered any more, and publishing does nothing.</summary>
    public void Dispose()
    {
        EventSubscription[] all;
        lock (_gate)
        {
            _isOver = true;
            all = [.. _byTopic.Values.Concat(_byBeginning.Values).SelectMany(static some => some)];
        }

        Array.ForEach(all, static subscription => subscription.End());
    }

    private void Count()
    {
        _beginnings = _byBeginning.Count;
        _count = _byTopic.Count + _beginnings;
    }

    private (ConcurrentDictionary<string, EventSubscription[]> Subscriptions, string Key) PlaceOf(string topic) =>
        topic[^1] == '*' ? (_byBeginning, topic[..^1]) : (_byTopic, topic);

    /// <summary>Posts an event to all that have subscribed to its topic.</summary>
    /// <returns>Whether anybody has. Without an event, it ends with the first that has.</returns>
    private bool Visit(string topic, EventPublication? publication)
    {
        var isFound = _byTopic.TryGetValue(topic, out var subscriptions);
        if (isFound && Post(subscriptions!, publication))
        {
            return true;
        }

        if (_beginnings == 0)
        {
            return isFound;
        }

        var beginnings = _byBeginning.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var length = 0; length >= 0; length = NextDot(topic, length))
        {
            if (beginnings.TryGetValue(topic.AsSpan(0, length), out subscriptions))
            {
                isFound = true;
                if (Post(subscriptions, publication))
                {
                    return true;
                }
            }
        }

        return isFound;
    }

    /// <summary>Finds how long the next beginning of a topic is, its dot included; -1 if there is none.</summary>
    private static int NextDot(string topic, int start) => topic.IndexOf('.', start) is >= 0 and var dot ? dot + 1 : -1;

    /// <returns>Whether there was nothing to post, and no more is to be looked for.</returns>
    private static bool Post(EventSubscription[] subscriptions, EventPublication? publication)
    {
        if (publication is null)
        {
            return true;
        }

        foreach (var subscription in subscriptions)
        {
            subscription.Post(publication);
        }

        return false;
    }
}

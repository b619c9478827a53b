using System.Runtime.Loader;

namespace Dagstack.Extensions.Plugins.Events;

/// <summary>An event while it is published, in the forms in which its subscriptions get it: as it is, and as JSON. Each is made once, when the first needs it.</summary>
/// <param name="topic">The topic.</param>
/// <param name="payload">The payload.</param>
/// <param name="declaredType">What the publisher calls it.</param>
/// <param name="publisher">The plugin that publishes it; null for the application.</param>
/// <param name="source">The instance of that plugin, by its events.</param>
internal sealed class EventPublication(string topic, object? payload, Type declaredType, PluginId? publisher, OwnedEvents source)
{
    private PayloadReach? _reach;
    private EventMessage? _asItIs;
    private EventMessage? _asJson;

    public string Topic => topic;

    /// <summary>Makes the event for a handler.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="home">The load context of a plugin that the handler is in; null for that of the application.</param>
    /// <param name="owner">Who has subscribed.</param>
    /// <returns>The event. Where the payload cannot be carried to the handler, it says why, so that its reader tells and not who publishes.</returns>
    public EventMessage For(PluginEventHandler handler, AssemblyLoadContext? home, OwnedEvents owner) =>
        handler.Takes(payload) && (_reach ??= PayloadReach.Of(payload)).IsFor(home, isOwn: owner == source) ? _asItIs ??= new(topic, payload, null, publisher) : AsJson();

    private EventMessage AsJson()
    {
        if (_asJson is not null)
        {
            return _asJson;
        }

        try
        {
            return _asJson = new(topic, null, EventJson.Write(payload, declaredType), publisher);
        }
        catch (Exception fault)
        {
            return _asJson = new(topic, null, null, publisher, EventJson.Explain(fault));
        }
    }
}

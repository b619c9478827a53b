using System.Runtime.Loader;

namespace Dagstack.Extensions.Plugins.Events;

/// <summary>An event while it is published, in the forms in which its subscriptions get it: as it is, and as JSON. Each is made once, when the first needs it.</summary>
/// <param name="topic">The topic.</param>
/// <param name="payload">The payload.</param>
/// <param name="declaredType">What the publisher calls it.</param>
/// <param name="publisher">The plugin that publishes it; null for the application.</param>
internal sealed class EventPublication(string topic, object? payload, Type declaredType, PluginId? publisher)
{
    private PayloadReach? _reach;
    private EventMessage? _asItIs;
    private EventMessage? _asJson;
    private string? _fault;

    public string Topic => topic;

    public PluginId? Publisher => publisher;

    /// <summary>Makes the event for a handler.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="home">The load context of a plugin that the handler is in; null for that of the application.</param>
    /// <returns>Null if the payload cannot be carried to it; <see cref="Fault"/> says why.</returns>
    public EventMessage? For(PluginEventHandler handler, AssemblyLoadContext? home) =>
        handler.Takes(payload) && (_reach ??= PayloadReach.Of(payload)).IsFor(home) ? _asItIs ??= new(topic, payload, null, publisher) : AsJson();

    /// <summary>Gets why the payload is no JSON.</summary>
    public string? Fault => _fault;

    private EventMessage? AsJson()
    {
        if (_asJson is null && _fault is null)
        {
            try
            {
                _asJson = new(topic, null, EventJson.Write(payload, declaredType), publisher);
            }
            catch (Exception fault)
            {
                _fault = EventJson.Explain(fault);
            }
        }

        return _asJson;
    }
}

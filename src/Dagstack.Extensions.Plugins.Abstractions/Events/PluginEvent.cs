using System.Diagnostics.CodeAnalysis;

namespace Dagstack.Extensions.Plugins;

/// <summary>An event, as a handler gets it.</summary>
/// <typeparam name="T">The type of what came with it.</typeparam>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "Events are never compared.")]
public readonly struct PluginEvent<T>
{
    internal PluginEvent(string topic, T payload, PluginId? publisher) => (Topic, Payload, Publisher) = (topic, payload, publisher);

    /// <summary>Gets the topic that it was published under.</summary>
    public string Topic { get; }

    /// <summary>Gets what came with it.</summary>
    public T Payload { get; }

    /// <summary>Gets the plugin that published it.</summary>
    /// <value>Null for the application.</value>
    public PluginId? Publisher { get; }
}

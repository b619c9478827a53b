using System.Reflection;

namespace Dagstack.Extensions.Plugins;

/// <summary>A handler of events without the type of its payload, for classes that deliver events.</summary>
public abstract class PluginEventHandler
{
    private protected PluginEventHandler()
    {
    }

    /// <summary>Gets the type of the payload that it takes.</summary>
    public abstract Type PayloadType { get; }

    /// <summary>Gets the code that is called.</summary>
    public abstract MethodInfo Method { get; }

    /// <summary>Tells whether it takes a payload as it is.</summary>
    /// <param name="payload">The payload; null where none was published.</param>
    /// <returns>Whether the payload is of its type.</returns>
    public abstract bool Takes(object? payload);

    /// <summary>Calls it.</summary>
    /// <param name="topic">The topic that was published under.</param>
    /// <param name="payload">What was published, of the handler's type.</param>
    /// <param name="publisher">The plugin that published it; null for the application.</param>
    /// <param name="cancellationToken">Cancelled when the subscription ends.</param>
    /// <returns>A task that completes when the handler has.</returns>
    public abstract ValueTask HandleAsync(string topic, object? payload, PluginId? publisher, CancellationToken cancellationToken);
}

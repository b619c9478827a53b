namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>An event that was published in a test.</summary>
public sealed class PublishedEvent
{
    /// <summary>Gets the topic.</summary>
    public required string Topic { get; init; }

    /// <summary>Gets what came with it. Of a type of a plugin's own that is in a host, it is a JsonElement.</summary>
    public required object? Payload { get; init; }

    /// <summary>Gets the plugin that published it.</summary>
    /// <value>Null for the application, and for a plugin whose setup a test calls itself.</value>
    public PluginId? Publisher { get; init; }
}

namespace Dagstack.Extensions.Plugins.Events;

/// <summary>An event as it waits in queues.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Payload">The payload as it was published; null where <paramref name="Json"/> has it.</param>
/// <param name="Json">The payload as JSON; null where it is handed over as it is.</param>
/// <param name="Publisher">The plugin that published it; null for the application.</param>
/// <param name="Fault">Why the payload could not be carried; null where it can.</param>
internal sealed record EventMessage(string Topic, object? Payload, byte[]? Json, PluginId? Publisher, string? Fault = null)
{
    /// <summary>Gets the payload as a handler takes it.</summary>
    /// <exception cref="Exception">JSON cannot make one of that type. Which exception it is, is a matter of that type's code.</exception>
    public object? PayloadFor(PluginEventHandler handler) => Json is null ? Payload : EventJson.Read(Json, handler.PayloadType);
}

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>The events of a plugin where there is no host, and nobody to hear or say anything.</summary>
internal sealed class EventsOfNobody(PluginManifest plugin) : PluginEvents
{
    protected override bool HasSubscribers(string topic) => throw Refusal($"publishes the event '{topic}'");

    protected override void PublishCore(string topic, object? payload, Type declaredType) => throw Refusal($"publishes the event '{topic}'");

    protected override PluginSubscription SubscribeCore(string topic, PluginEventHandler handler, PluginSubscriptionOptions? options) => throw Refusal($"subscribes to '{topic}'");

    private RuntimeNotSupportedException Refusal(string what) =>
        new($"The plugin '{plugin.Id}' {what}, and runs in a process of its own, which events do not reach. Use the runtime '{PluginRuntimes.InProcess}', or let the host tell the plugin what has happened by a hook of its contract, and take what it has to say from the result or its progress.", plugin.Runtimes, [PluginRuntimes.InProcess], plugin.Id);
}

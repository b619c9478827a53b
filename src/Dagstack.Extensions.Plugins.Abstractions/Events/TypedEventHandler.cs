using System.Reflection;

namespace Dagstack.Extensions.Plugins;

/// <summary>A handler of events with payloads of one type.</summary>
internal sealed class TypedEventHandler<T>(Func<PluginEvent<T>, CancellationToken, ValueTask> handle) : PluginEventHandler
{
    public override Type PayloadType => typeof(T);

    public override MethodInfo Method => handle.Method;

    public override bool Takes(object? payload) => payload is T || (payload is null && default(T) is null);

    public override ValueTask HandleAsync(string topic, object? payload, PluginId? publisher, CancellationToken cancellationToken) =>
        handle(new(topic, (T)payload!, publisher), cancellationToken);
}

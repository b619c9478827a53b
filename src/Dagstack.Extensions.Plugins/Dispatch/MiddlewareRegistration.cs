namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>Middleware of the host, before there is a provider to make it with.</summary>
internal sealed record MiddlewareRegistration(
    string Name,
    int Priority,
    string? Kinds,
    string? Hooks,
    Func<IServiceProvider, Func<PluginCallContext, PluginCallHandler, ValueTask<object?>>> Make)
{
    public MiddlewareLayer ToLayer(IServiceProvider services)
    {
        var invoke = Make(services);
        return new(Name, Priority, Kinds is null ? [] : [Kinds], Hooks is null ? [] : [Hooks], (call, next, _) => invoke(call, next));
    }
}

using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>One middleware of a host and what it wraps: host code, or a plugin that may come and go.</summary>
/// <param name="name">What it is called, for the order of those with one priority.</param>
/// <param name="priority">The higher, the further out.</param>
/// <param name="kinds">Globs over kinds; empty for all.</param>
/// <param name="hooks">Globs over hooks, by either name; empty for all.</param>
/// <param name="invoke">Calls it. The token is that of the call's time alone.</param>
internal sealed class MiddlewareLayer(string name, int priority, IReadOnlyList<string> kinds, IReadOnlyList<string> hooks, Func<PluginCallContext, PluginCallHandler, CancellationToken, ValueTask<object?>> invoke)
{
    public string Name => name;

    public int Priority => priority;

    /// <summary>Makes the layer of a middleware plugin. While the plugin does not serve, calls pass it by, or fail if it is required.</summary>
    public static MiddlewareLayer Of(PluginEntry entry, HostedSlot slot, bool isRequired)
    {
        var manifest = entry.Manifest!;
        return new(entry.Name, manifest.Priority, manifest.ChainWrap?.Kinds ?? [], manifest.ChainWrap?.Hooks ?? [], InvokeAsync);

        async ValueTask<object?> InvokeAsync(PluginCallContext call, PluginCallHandler next, CancellationToken deadline)
        {
            // What is further in may give the call another one.
            var caller = call.CancellationToken;
            if (!slot.TryEnter(out var inside))
            {
                if (!isRequired && entry.Status.State != PluginState.Reloading)
                {
                    return await next(call).ConfigureAwait(false);
                }

                try
                {
                    // One that is being replaced is waited for.
                    inside = await slot.EnterAsync(caller).ConfigureAwait(false);
                }
                catch (PluginUnavailableException gone) when (isRequired)
                {
                    throw new PluginUnavailableException(gone.Plugin!.Value, gone.State, $"it is middleware that the host requires, and calls that it wraps fail as long as it does not serve{(entry.Status.Reason is { } reason ? $": {reason}" : ".")}", gone.Code);
                }
                catch (PluginUnavailableException)
                {
                    return await next(call).ConfigureAwait(false);
                }
            }

            try
            {
                return await inside.Plugin<IPluginMiddleware>().InvokeAsync(call, next).ConfigureAwait(false);
            }
            catch (Exception fault) when (Count(ref inside, fault, caller, deadline))
            {
                throw;
            }
            finally
            {
                inside.Exit();
            }
        }
    }

    public bool WrapsKind(string kind) => Matches(kinds, kind);

    public bool Wraps(HookDescriptor hook) => Matches(hooks, hook.WireName) || Matches(hooks, hook.Name);

    /// <summary>Goes through the layers from one of them on, and at the end calls the plugin.</summary>
    public static ValueTask<object?> Run(MiddlewareLayer[] layers, int from, PluginCallContext call, Func<ValueTask<object?>> plugin, CancellationToken deadline) =>
        from == layers.Length ? plugin() : layers[from].Invoke(call, inner => Run(layers, from + 1, inner, plugin, deadline), deadline);

    private ValueTask<object?> Invoke(PluginCallContext call, PluginCallHandler next, CancellationToken deadline) => invoke(call, next, deadline);

    /// <summary>Counts what a call of a middleware plugin ended by, as its slot does for other calls.</summary>
    private static bool Count(ref PluginCall inside, Exception fault, CancellationToken caller, CancellationToken deadline)
    {
        if (deadline.IsCancellationRequested)
        {
            return PluginCall.Failed(inside);
        }

        if (caller.IsCancellationRequested)
        {
            // It is told by the token who has cancelled.
            _ = inside.Token(caller);
        }

        return PluginCall.Failed(inside, fault);
    }

    private static bool Matches(IReadOnlyList<string> globs, string name) =>
        globs.Count == 0 || globs.Any(glob => Glob.Matches(glob, name));
}

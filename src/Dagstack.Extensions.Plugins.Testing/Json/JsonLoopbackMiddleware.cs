using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Testing.Json;

/// <summary>Puts JSON around every call of the plugins of a host.</summary>
internal sealed class JsonLoopbackMiddleware
{
    private static readonly MethodInfo s_stream = typeof(JsonLoopbackMiddleware).GetMethod(nameof(StreamAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly ConcurrentDictionary<string, HookJson> _json = new(StringComparer.Ordinal);

    public async ValueTask<object?> InvokeAsync(PluginCallContext context, PluginCallHandler next)
    {
        var json = _json.GetOrAdd(context.Plugin.Id.Kind, static kind => new HookJson(PluginContracts.FindAll()[kind]));
        var call = context.Hook.CreateInvocation();
        for (var i = 0; i < context.Hook.Parameters.Count; i++)
        {
            call.SetArgument(i, context[context.Hook.Parameters[i].Name]);
        }

        call = json.Carry(call);
        for (var i = 0; i < context.Hook.Parameters.Count; i++)
        {
            context[context.Hook.Parameters[i].Name] = call.GetArgument(i);
        }

        object? result;
        try
        {
            result = await next(context).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            throw RemoteFault.Carry(fault, context.CancellationToken);
        }

        return context.Hook.Shape == HookShape.Stream
            ? s_stream.MakeGenericMethod(context.Hook.ResultType).Invoke(null, [result, context.Hook, json, context.CancellationToken])
            : json.CarryUntypedResult(context.Hook, result);
    }

    private static async IAsyncEnumerable<T> StreamAsync<T>(IAsyncEnumerable<T> items, HookDescriptor hook, HookJson json, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return json.CarryResult(hook, item);
        }
    }
}

using System.Buffers;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Testing.Json;

/// <summary>Sends calls of a contract through JSON, as another process would get them.</summary>
/// <param name="contract">The contract.</param>
/// <param name="onlyExposed">Whether hooks that other processes may not call are refused.</param>
internal sealed class HookJson(PluginContract contract, bool onlyExposed = true)
{
    private readonly PluginCodec _codec = PluginCodec.Of(contract);

    public byte[] WriteArguments(HookInvocation invocation)
    {
        var json = new ArrayBufferWriter<byte>();
        Of(invocation.Hook).WriteArguments(invocation, json);
        return json.WrittenSpan.ToArray();
    }

    public HookInvocation ReadArguments(HookDescriptor hook, ReadOnlySpan<byte> json)
    {
        var invocation = hook.CreateInvocation();
        Of(hook).ReadArguments(json, invocation);
        return invocation;
    }

    /// <summary>Sends the arguments of a call there and back, into a new call.</summary>
    public TInvocation Carry<TInvocation>(TInvocation invocation)
        where TInvocation : HookInvocation
    {
        var copy = (TInvocation)ReadArguments(invocation.Hook, WriteArguments(invocation));
        copy.CancellationToken = invocation.CancellationToken;
        return copy;
    }

    /// <summary>Writes a result; a chain's stop is an object without a value.</summary>
    public byte[] WriteResult(HookDescriptor hook, object? result)
    {
        var json = new ArrayBufferWriter<byte>();
        Of(hook).WriteUntypedResult(result, json);
        return json.WrittenSpan.ToArray();
    }

    public object? CarryUntypedResult(HookDescriptor hook, object? result) => Of(hook).ReadUntypedResult(WriteResult(hook, result));

    public TResult CarryResult<TResult>(HookDescriptor hook, TResult result)
    {
        var json = new ArrayBufferWriter<byte>();
        Of(hook).WriteResult(result, json);
        return Of(hook).ReadResult<TResult>(json.WrittenSpan);
    }

    private HookCodec Of(HookDescriptor hook) => hook.IsExposed || !onlyExposed
        ? _codec.For(hook)
        : throw new PluginSerializationException($"The hook '{hook.Name}' of the kind '{contract.Kind}' is marked as not exposed, so no other process can call it. Call it in process, or give the contract a form of it that JSON can carry.")
        {
            Kind = contract.Kind,
            Hook = hook.Name,
        };
}

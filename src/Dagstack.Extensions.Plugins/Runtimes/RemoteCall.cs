using System.Buffers;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins;

/// <summary>One call of a hook that leaves the process.</summary>
public sealed class RemoteCall
{
    private readonly HookCodec _codec;
    private readonly HookInvocation _invocation;

    internal RemoteCall(HookCodec codec, HookInvocation invocation, IReadOnlyDictionary<string, object?> metadata) =>
        (_codec, _invocation, Metadata) = (codec, invocation, metadata);

    /// <summary>Gets the hook that is called.</summary>
    public HookDescriptor Hook => _codec.Hook;

    /// <summary>Gets what the caller has said about the call, such as the tenant.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyDictionary<string, object?> Metadata { get; }

    /// <summary>Gets the token that is cancelled when the time of the call is over, and not when its caller gives up.</summary>
    /// <value>None for a call without a time.</value>
    public CancellationToken Deadline => _invocation.Deadline;

    /// <summary>Writes the payload: one JSON value, in UTF-8.</summary>
    /// <param name="output">Where it is written. What was written before an exception is of no use.</param>
    /// <exception cref="PluginSerializationException">JSON cannot carry an argument.</exception>
    public void WriteArguments(IBufferWriter<byte> output) => _codec.WriteArguments(_invocation, output);
}

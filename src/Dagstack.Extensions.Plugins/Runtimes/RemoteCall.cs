using System.Buffers;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Sinks;

namespace Dagstack.Extensions.Plugins;

/// <summary>One call of a hook that leaves the process.</summary>
public sealed class RemoteCall
{
    private readonly HookCodec _codec;
    private readonly HookInvocation _invocation;
    private readonly RunningUnit? _unit;

    internal RemoteCall(HookCodec codec, HookInvocation invocation, IReadOnlyDictionary<string, object?> metadata, RunningUnit? unit = null) =>
        (_codec, _invocation, Metadata, _unit) = (codec, invocation, metadata, unit);

    /// <summary>Gets the hook that is called.</summary>
    public HookDescriptor Hook => _codec.Hook;

    /// <summary>Gets what the caller has said about the call, such as the tenant.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyDictionary<string, object?> Metadata { get; }

    /// <summary>Gets the token that is cancelled when the time of the call is over, and not when its caller gives up.</summary>
    /// <value>None for a call without a time.</value>
    public CancellationToken Deadline => _invocation.Deadline;

    /// <summary>Gets the unit of work of the plugin that the call is made for: its progress and its checkpoint are what the plugin reports to and saves by.</summary>
    /// <value>Null for a call that is for none.</value>
    public UnitContext? Unit => _unit is { IsOpen: true } unit ? unit.Context : null;

    /// <summary>Has the run of <see cref="Unit"/> wait at its end for something that is still to be saved, also when the call has been left. Nothing happens for a call that is for none.</summary>
    /// <param name="saving">Completes when it is saved, or never will be.</param>
    /// <exception cref="ArgumentNullException"><paramref name="saving"/> is null.</exception>
    public void KeepUnit(Task saving)
    {
        ArgumentNullException.ThrowIfNull(saving);
        _unit?.Keep(saving);
    }

    /// <summary>Writes the payload: one JSON value, in UTF-8.</summary>
    /// <param name="output">Where it is written. What was written before an exception is of no use.</param>
    /// <exception cref="PluginSerializationException">JSON cannot carry an argument.</exception>
    public void WriteArguments(IBufferWriter<byte> output) => _codec.WriteArguments(_invocation, output);
}

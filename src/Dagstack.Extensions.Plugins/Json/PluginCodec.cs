using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Json;

namespace Dagstack.Extensions.Plugins;

/// <summary>Turns the calls of a contract into JSON and back, by nothing but its descriptors.</summary>
/// <remarks>Immutable and thread-safe. See §8.1 of the plugin contract, and docs/json.md for what each value becomes.</remarks>
public sealed class PluginCodec
{
    private static readonly ConditionalWeakTable<PluginContract, PluginCodec> s_codecs = [];

    private readonly ConcurrentDictionary<HookDescriptor, HookCodec> _hooks = new();

    private PluginCodec(PluginContract contract)
    {
        Contract = contract;
        Options = CodecOptions.Create(contract.JsonContext);
    }

    /// <summary>Gets the contract whose calls are carried.</summary>
    public PluginContract Contract { get; }

    /// <summary>Gets the options that every value is written and read with.</summary>
    /// <value>Read-only: snake_case names, the converters of the contract's table of values, the type information of the contract's JSON context.</value>
    public JsonSerializerOptions Options { get; }

    /// <summary>Gets the codec of a contract: the same one for each call with the same contract.</summary>
    /// <param name="contract">The contract.</param>
    /// <returns>The codec.</returns>
    public static PluginCodec Of(PluginContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        return s_codecs.GetValue(contract, static contract => new(contract));
    }

    /// <summary>Gets the codec of a hook.</summary>
    /// <param name="hook">A hook of the contract.</param>
    /// <returns>The codec: the same one for each call with the same hook.</returns>
    /// <exception cref="PluginSerializationException">A type of the hook is unknown to the contract's JSON context, or to JSON.</exception>
    public HookCodec For(HookDescriptor hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return _hooks.GetOrAdd(hook, static (hook, codec) => new(codec, hook), this);
    }
}

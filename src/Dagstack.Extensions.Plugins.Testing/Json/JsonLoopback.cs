using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Testing.Json;

namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>Calls a plugin as another process would: every argument, result and exception becomes JSON and comes back, in this process.</summary>
/// <remarks>Hooks that are marked as not exposed are refused. See §8 of the plugin contract.</remarks>
public static class JsonLoopback
{
    /// <summary>Puts JSON between a plugin and its callers.</summary>
    /// <param name="plugin">The plugin: an instance, or what a host hands out.</param>
    /// <typeparam name="TContract">The contract, an interface with <see cref="PluginKindAttribute"/>.</typeparam>
    /// <returns>A plugin whose calls throw <see cref="PluginSerializationException"/> for what JSON cannot carry, and <see cref="RemotePluginException"/> for what the plugin throws.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="plugin"/> is null.</exception>
    /// <exception cref="InvalidOperationException"><typeparamref name="TContract"/> is no contract.</exception>
    public static TContract Wrap<TContract>(TContract plugin)
        where TContract : class
    {
        ArgumentNullException.ThrowIfNull(plugin);
        var contract = Contracts.Of(typeof(TContract));
        return (TContract)(object)contract.CreateProxy(new JsonLoopbackSlot(plugin, new HookJson(contract)));
    }

    internal static PluginProxy Wrap(object plugin, PluginContract contract) => contract.CreateProxy(new JsonLoopbackSlot(plugin, new HookJson(contract)));
}

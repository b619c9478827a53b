using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Discovery;
using Dagstack.Extensions.Plugins.Dispatch;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>The keys by which plugins are registered as services.</summary>
internal sealed class PluginKeys
{
    private static readonly Func<IServiceProvider, object?, object> s_proxy =
        static (provider, key) => provider.GetRequiredService<PluginProxies>()[(string)key!];

    private static readonly Func<IServiceProvider, object?, object> s_plugins = static (provider, key) =>
    {
        var proxies = provider.GetRequiredService<PluginProxies>();
        var kind = proxies.Kinds[(string)key!];
        return Activator.CreateInstance(typeof(Plugins<>).MakeGenericType(kind.Contract.InterfaceType), proxies, kind, null)!;
    };

    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<Type> _open = [];

    /// <summary>Gets a value indicating whether plugins that come later have keys too.</summary>
    public bool AreOpen => _open.Count > 0;

    /// <summary>Registers the kinds and their plugins. What was registered by an earlier call is left alone.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="contracts">The contracts by their kinds.</param>
    /// <param name="plugins">The plugins that are known.</param>
    /// <param name="alsoLater">Whether plugins that come later have keys too.</param>
    public void Register(IServiceCollection services, IReadOnlyDictionary<string, PluginContract> contracts, IEnumerable<FoundPlugin> plugins, bool alsoLater)
    {
        foreach (var (kind, contract) in contracts)
        {
            if (Register(services, contract.InterfaceType, kind))
            {
                services.Add(ServiceDescriptor.KeyedSingleton(typeof(IPlugins<>).MakeGenericType(contract.InterfaceType), kind, s_plugins));
            }

            if (alsoLater && _open.Add(contract.InterfaceType))
            {
                services.Add(ServiceDescriptor.KeyedTransient(contract.InterfaceType, KeyedService.AnyKey, (provider, key) => Later(provider, contract, key)!));
            }
        }

        foreach (var plugin in plugins)
        {
            if (plugin.Id is { } id && contracts.TryGetValue(id.Kind, out var contract))
            {
                Register(services, contract.InterfaceType, id.ToString());
            }
        }
    }

    /// <summary>Gets what a key stands for now. It is asked for with each resolve: what is no plugin now may be one later, so nothing may be remembered.</summary>
    private static PluginProxy? Later(IServiceProvider provider, PluginContract contract, object? key)
    {
        var proxy = key is string text ? provider.GetRequiredService<PluginProxies>().TryGet(text) : null;
        if (proxy is not null || provider.GetType().Assembly == typeof(ServiceProvider).Assembly)
        {
            return proxy;
        }

        // Other containers take null from a factory for a fault, and the key for one that is there.
        return contract.CreateProxy(new FailingSlot(
            $"{key}",
            () => new PluginNotFoundException($"{key}", nameof(ServiceProviderKeyedServiceExtensions.GetKeyedService), nearest: null, $"There is no plugin '{key}' now. Ask for it again when it has come; IPluginRegistry.Plugins has all there are.")));
    }

    /// <summary>Adds without looking for an earlier one in the collection, which takes time in the square of the number of plugins.</summary>
    private bool Register(IServiceCollection services, Type contract, string key)
    {
        if (!_keys.Add(key))
        {
            return false;
        }

        services.Add(ServiceDescriptor.KeyedSingleton(contract, key, s_proxy));
        return true;
    }
}

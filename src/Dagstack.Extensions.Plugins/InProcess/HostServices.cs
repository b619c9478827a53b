using Dagstack.Extensions.Plugins.Kinds;
using Dagstack.Extensions.Plugins.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>The host's services as a plugin may ask for them: no undeclared resource, and never a type of a plugin, which would keep it loaded.</summary>
internal sealed class HostServices(IServiceProvider scope, PluginContext plugin, ScopedResources resources)
    : IKeyedServiceProvider, ISupportRequiredService
{
    private static readonly HashSet<Type> s_ownOfEach =
    [
        typeof(IServiceProvider), typeof(IKeyedServiceProvider), typeof(IServiceScopeFactory), typeof(IServiceProviderIsService),
        typeof(IServiceProviderIsKeyedService), typeof(IHostedService),
    ];

    private readonly IServiceProviderIsKeyedService _registered = scope.GetRequiredService<IServiceProviderIsKeyedService>();
    private readonly List<(Type Type, object? Key)> _given = [];

    public ScopedResources Resources => resources;

    /// <summary>Gets a value indicating whether there is no host, so that nobody can register what is missing.</summary>
    public bool AreOfNoHost => _registered.IsService(typeof(WithoutHost));

    /// <summary>Gets what was given to something of the plugin's that lives as long as it does.</summary>
    public IReadOnlyList<(Type Type, object? Key)> Given => _given;

    public static HostServices Of(PluginInstanceContext context) => new(context.Services, context.Context, (ScopedResources)context.Context.Resources);

    /// <summary>Tells whether the host has a service for plugins. What a container and a host run on, each has of its own.</summary>
    public bool Has(Type type, object? key = null) =>
        !IsolatedLoadContext.Has(type)
        && !s_ownOfEach.Contains(ResourceDefinition.Several(type) ?? type)
        && (key is null ? _registered.IsService(type) : _registered.IsKeyedService(type, key));

    /// <summary>Gets a service for something of the plugin's that lives as long as it does.</summary>
    public object Give(Type type, object? key)
    {
        _given.Add((type, key));
        return GetRequiredKeyedService(type, key);
    }

    public object? GetService(Type serviceType)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceType == typeof(IServiceProvider))
        {
            return this;
        }

        return serviceType == typeof(IServiceScopeFactory)
            ? new HostScopes(scope.GetRequiredService<IServiceScopeFactory>(), plugin, resources)
            : Find(serviceType, key: null);
    }

    public object GetRequiredService(Type serviceType) => GetService(serviceType) ?? throw Missing(serviceType, null);

    public object? GetKeyedService(Type serviceType, object? serviceKey)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null ? GetService(serviceType) : Find(serviceType, serviceKey);
    }

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey) =>
        GetKeyedService(serviceType, serviceKey) ?? throw Missing(serviceType, serviceKey);

    private object? Find(Type type, object? key)
    {
        if (resources.Of(type, key, what => $"The plugin '{plugin.Manifest.Id}' asks the host for {what}") is { } declared)
        {
            return resources.Find(type, declared);
        }

        if (key is null && OwnOfPlugin(type) is { } own)
        {
            return own;
        }

        return IsolatedLoadContext.Has(type) ? null
            : key is null ? scope.GetService(type)
            : ((IKeyedServiceProvider)scope).GetKeyedService(type, key);
    }

    /// <summary>Finds what the host has too, and a plugin has as its own.</summary>
    private object? OwnOfPlugin(Type type) =>
        type == typeof(IPluginRegistry) ? plugin.Registry
        : type == typeof(PluginEvents) ? plugin.Events
        : type == typeof(PluginTenant) ? plugin.Tenant
        : null;

    private InvalidOperationException Missing(Type type, object? key) =>
        new($"The host has no service of type {type}{(key is null ? string.Empty : $" under the key '{key}'")} for the plugin '{plugin.Manifest.Id}'. Register it in the host, or in the plugin's ConfigureServices.");
}

using System.Runtime.Loader;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins;

/// <summary>The host's services as a plugin may ask for them: no undeclared resource, and never a type of a plugin, which would keep it loaded.</summary>
internal sealed class HostServices(IServiceProvider scope, PluginManifest manifest, ScopedResources resources)
    : IKeyedServiceProvider, ISupportRequiredService
{
    private readonly IServiceProviderIsKeyedService _registered = scope.GetRequiredService<IServiceProviderIsKeyedService>();

    public ScopedResources Resources => resources;

    public bool Has(Type type, object? key = null) =>
        !IsOfPlugin(type) && (key is null ? _registered.IsService(type) : _registered.IsKeyedService(type, key));

    public object? GetService(Type serviceType)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return ResourceDefinition.Of(serviceType) is { } resource
            ? FindResource(resource)
            : IsOfPlugin(serviceType) ? null : scope.GetService(serviceType);
    }

    public object GetRequiredService(Type serviceType) => GetService(serviceType) ?? throw Missing(serviceType, null);

    public object? GetKeyedService(Type serviceType, object? serviceKey)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return ResourceDefinition.Of(serviceType) is { } resource
            ? FindResource(resource)
            : IsOfPlugin(serviceType) ? null : ((IKeyedServiceProvider)scope).GetKeyedService(serviceType, serviceKey);
    }

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey) =>
        GetKeyedService(serviceType, serviceKey) ?? throw Missing(serviceType, serviceKey);

    /// <summary>Tells whether a type, or one of its type arguments, comes from a plugin's load context.</summary>
    public static bool IsOfPlugin(Type type) =>
        type.HasElementType
            ? IsOfPlugin(type.GetElementType()!)
            : AssemblyLoadContext.GetLoadContext(type.Assembly) is PluginLoadContext || Array.Exists(type.GetGenericArguments(), IsOfPlugin);

    private object? FindResource(ResourceDefinition resource) =>
        resources.IsDeclared(resource.Name)
            ? resources.Find(resource.Name)
            : throw new MissingDependencyException(manifest.Id, resource.Name, ScopedResources.Undeclared($"The plugin '{manifest.Id}' asks the host for the resource '{resource.Name}'", resource.Name));

    private InvalidOperationException Missing(Type type, object? key) =>
        new($"The host has no service of type {type}{(key is null ? string.Empty : $" under the key '{key}'")} for the plugin '{manifest.Id}'. Register it in the host, or in the plugin's ConfigureServices.");
}

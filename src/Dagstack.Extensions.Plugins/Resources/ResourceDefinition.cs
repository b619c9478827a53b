using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>A name that manifests declare, the types under which plugins take it, and where it comes from.</summary>
/// <param name="Name">The name, such as <c>clock</c>.</param>
/// <param name="ServiceType">The type that plugins take.</param>
/// <param name="BaseType">A type of the platform that stands for it too, such as <see cref="TimeProvider"/>.</param>
internal sealed record ResourceDefinition(string Name, Type ServiceType, Type? BaseType = null)
{
    /// <summary>Gets whether the host has it.</summary>
    public required Func<IServiceProviderIsKeyedService, bool> IsAvailable { get; init; }

    /// <summary>Gets it for a plugin, from the plugin's scope of the host's services; null if the host has none for that plugin.</summary>
    public required Func<IServiceProvider, PluginId, object?> Find { get; init; }

    /// <summary>Gets a value indicating whether it is made for the plugin alone and ends with it. Otherwise the container disposes it.</summary>
    public bool IsMade { get; init; }

    /// <summary>A service that the host registers by its type.</summary>
    public static ResourceDefinition OfType(string name, Type type, Type? baseType = null) => new(name, type, baseType)
    {
        IsAvailable = registered => registered.IsService(type),
        Find = (scope, _) => scope.GetRequiredService(type),
    };

    /// <summary>A service that the host registers under the name of the resource.</summary>
    public static ResourceDefinition OfKey(string name, Type type) => new(name, type)
    {
        IsAvailable = registered => registered.IsKeyedService(type, name),
        Find = (scope, _) => scope.GetRequiredKeyedService(type, name),
    };

    /// <summary>A service of the host: the one under the name of the resource, if there is one, else the one of the type.</summary>
    public static ResourceDefinition OfKeyOrType(string name, Type type) => new(name, type)
    {
        IsAvailable = registered => registered.IsKeyedService(type, name) || registered.IsService(type),
        Find = (scope, _) => scope.GetRequiredService<IServiceProviderIsKeyedService>().IsKeyedService(type, name)
            ? scope.GetRequiredKeyedService(type, name)
            : scope.GetRequiredService(type),
    };

    /// <summary>What the host makes for each plugin.</summary>
    public static ResourceDefinition OfFactory(string name, Type type, Func<PluginId, IServiceProvider, object?> factory) => new(name, type)
    {
        IsAvailable = static _ => true,
        Find = (scope, plugin) => factory(plugin, scope),
        IsMade = true,
    };

    /// <summary>Gets the type of which several are asked for; null if one is.</summary>
    public static Type? Several(Type type) =>
        type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>) ? type.GetGenericArguments()[0] : null;
}

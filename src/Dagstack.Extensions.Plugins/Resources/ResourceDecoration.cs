namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>What a host puts around a resource before a plugin gets it.</summary>
/// <param name="Name">The name of the resource.</param>
/// <param name="Type">The type that is decorated, which has to be that of the resource.</param>
/// <param name="Decorate">Makes the decorator, or returns what it was given.</param>
internal sealed record ResourceDecoration(string Name, Type Type, Func<object, PluginId, IServiceProvider, object?> Decorate);

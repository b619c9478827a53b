using Dagstack.Extensions.Plugins.Kinds;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>Makes what one plugin is given, in its scope of the host's services.</summary>
internal sealed class ResourceMaker(PluginId plugin, IServiceProvider scope, ResourceCatalog catalog)
{
    /// <summary>Makes a resource with all that the host puts around it.</summary>
    /// <returns>The resource; null if the host has none for this plugin.</returns>
    /// <exception cref="MissingDependencyException">Code of the host threw.</exception>
    public object? Make(ResourceDefinition definition)
    {
        var resource = Try(definition.Name, () => definition.Find(scope, plugin));
        if (resource is null)
        {
            return null;
        }

        if (definition.IsMade)
        {
            Own(resource);
        }

        foreach (var decoration in catalog.DecorationsOf(definition.Name))
        {
            var inner = resource;
            resource = Try(definition.Name, () => decoration.Decorate(inner, plugin, scope) ?? throw new InvalidOperationException("A decorator given to DecorateResource returned null. Return what it was given to leave that as it is."))!;
            if (!ReferenceEquals(resource, inner))
            {
                Own(resource);
            }
        }

        return resource;
    }

    /// <summary>Makes what is not a resource but the plugin's own as well.</summary>
    public T MakeOwn<T>(string what, Func<PluginId, IServiceProvider, T?> make)
        where T : class
    {
        var made = (T)Try(what, () => make(plugin, scope) ?? throw new InvalidOperationException($"What the host gave to make it returned null. Return a {typeof(T).Name}."))!;
        Own(made);
        return made;
    }

    private object? Try(string name, Func<object?> make)
    {
        try
        {
            return make();
        }
        catch (Exception fault) when (!HostErrors.Is(fault))
        {
            throw new MissingDependencyException(plugin, name, $"The host cannot make '{name}' for the plugin '{plugin}': that threw {ExceptionText.Sentence(fault)} See to what it complains of, in what the host registers for '{name}'.", ExceptionText.Loggable(fault));
        }
    }

    /// <summary>Ends something with the scope, before what it was made of: a scope disposes in the reverse order of creation.</summary>
    private void Own(object made)
    {
        if (made is IDisposable or IAsyncDisposable)
        {
            scope.GetRequiredService<ResourceEnd>().Resource = made;
        }
    }
}

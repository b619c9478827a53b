using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins;

/// <summary>Chooses a plugin's constructor and calls it.</summary>
internal static class ConstructorInjection
{
    /// <summary>Constructs a plugin.</summary>
    /// <exception cref="PluginLoadException">No constructor can be satisfied, or the one that can throws.</exception>
    /// <exception cref="MissingDependencyException">A parameter is a resource that the manifest does not declare.</exception>
    public static object Create(Type type, PluginManifest manifest, IServiceProvider child, HostServices host)
    {
        var arguments = new ConstructorArguments(type, manifest, child, host);
        var (constructor, values) = Choose(type, manifest, arguments);
        try
        {
            return constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, values, null);
        }
        catch (Exception fault) when (fault is not PluginRegistryException)
        {
            throw new PluginLoadException(manifest.Id, $"The constructor of '{type.FullName}', the class of plugin '{manifest.Id}', threw {fault.GetType().FullName}: {fault.Message}", fault);
        }
    }

    private static (ConstructorInfo Constructor, object?[] Values) Choose(Type type, PluginManifest manifest, ConstructorArguments arguments)
    {
        var constructors = type.GetConstructors();
        var marked = constructors.Where(static constructor => constructor.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute))).ToArray();
        var candidates = (marked.Length > 0 ? marked : constructors).OrderByDescending(static constructor => constructor.GetParameters().Length).ToList();
        if (candidates.Count == 0)
        {
            throw new PluginLoadException(manifest.Id, $"The class '{type.FullName}' of plugin '{manifest.Id}' has no public constructor. Make one public.");
        }

        var widest = new List<string>();
        foreach (var constructor in candidates)
        {
            var missing = new List<string>();
            foreach (var parameter in constructor.GetParameters())
            {
                if (!arguments.CanResolve(parameter))
                {
                    missing.Add($"'{parameter.Name}' of type {parameter.ParameterType}");
                }
            }

            if (missing.Count == 0)
            {
                return (constructor, Array.ConvertAll(constructor.GetParameters(), arguments.Resolve));
            }

            if (widest.Count == 0)
            {
                widest = missing;
            }
        }

        throw new PluginLoadException(manifest.Id, $"The class '{type.FullName}' of plugin '{manifest.Id}' cannot be constructed: nothing provides the parameter {string.Join(", nor ", widest)}. Register the type in the host's services or in the plugin's ConfigureServices, or give the parameter a default value.");
    }
}

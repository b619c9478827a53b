using System.Collections.Concurrent;
using System.Reflection;
using Dagstack.Extensions.Plugins.Kinds;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>The parameters of the classes that a service collection registers by which they may ask for plugins. Each class is looked at once.</summary>
internal sealed class KeyedParameters
{
    private readonly ConcurrentDictionary<Type, IReadOnlyList<KeyedParameter>> _parameters = new();
    private readonly ConcurrentDictionary<Assembly, bool> _assemblies = new();

    /// <summary>Finds the parameters of all registered classes that a provider has.</summary>
    /// <param name="services">The collection. It may have grown since the provider was built.</param>
    /// <param name="registered">What the provider has.</param>
    public IReadOnlyList<KeyedParameter> Find(IServiceCollection services, IServiceProviderIsKeyedService registered)
    {
        var seen = new HashSet<Type>();
        var found = new List<KeyedParameter>();
        for (var i = 0; i < services.Count; i++)
        {
            var descriptor = services[i];
            var type = descriptor.IsKeyedService ? descriptor.KeyedImplementationType : descriptor.ImplementationType;
            if (type is not null && seen.Add(type) && MayAsk(type.Assembly) && _parameters.GetOrAdd(type, Read) is { Count: > 0 } parameters && Has(registered, descriptor))
            {
                found.AddRange(parameters);
            }
        }

        return found;
    }

    /// <summary>An open registration cannot be asked for; it is there if it is in the collection.</summary>
    private static bool Has(IServiceProviderIsKeyedService registered, ServiceDescriptor descriptor) =>
        descriptor.ServiceType.IsGenericTypeDefinition
        || (descriptor.IsKeyedService ? registered.IsKeyedService(descriptor.ServiceType, descriptor.ServiceKey) : registered.IsService(descriptor.ServiceType));

    private static IReadOnlyList<KeyedParameter> Read(Type type)
    {
        try
        {
            var constructors = type.GetConstructors();
            return [.. constructors.SelectMany(static constructor => constructor.GetParameters()).Select(parameter => Read(type, parameter, constructors.Length == 1)).OfType<KeyedParameter>()];
        }
        catch (Exception fault) when (fault is FileNotFoundException or FileLoadException or BadImageFormatException or TypeLoadException)
        {
            // An assembly that the class needs is missing: the container says so itself to whoever asks for it.
            return [];
        }
    }

    /// <summary>Reads a parameter. IsDefined first: it makes no attribute, and hardly any parameter has this one.</summary>
    /// <param name="type">The class.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="isOnly">Whether the class has one constructor: of several, the container takes one whose parameters it has.</param>
    private static KeyedParameter? Read(Type type, ParameterInfo parameter, bool isOnly) =>
        parameter.IsDefined(typeof(FromKeyedServicesAttribute), inherit: false) ? parameter.GetCustomAttribute<FromKeyedServicesAttribute>()!.Key is string key ? new(type.ToString(), parameter.Name!, parameter.ParameterType, key, parameter.HasDefaultValue) : null
        : isOnly && parameter.ParameterType is { IsInterface: true, ContainsGenericParameters: false } ? new(type.ToString(), parameter.Name!, parameter.ParameterType, Key: null, parameter.HasDefaultValue)
        : null;

    /// <summary>The framework has hundreds of services and asks for no plugin.</summary>
    private bool MayAsk(Assembly assembly) => _assemblies.GetOrAdd(assembly, static assembly =>
        assembly != typeof(KeyedParameters).Assembly && assembly.GetName().Name is { } name && !HostAssemblies.IsFramework(name));
}

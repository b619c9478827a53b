using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins;

/// <summary>Finds the arguments of a plugin's constructor: resources, the plugin's own services, the host's, defaults.</summary>
internal sealed class ConstructorArguments(Type pluginType, PluginManifest manifest, IServiceProvider child, HostServices host)
{
    private readonly IServiceProviderIsKeyedService _own = child.GetRequiredService<IServiceProviderIsKeyedService>();
    private readonly NullabilityInfoContext _nullability = new();

    public bool CanResolve(ParameterInfo parameter)
    {
        if (ResourceOf(parameter) is { } resource)
        {
            return host.Resources.Names.Contains(resource.Name) || CanBeNull(parameter);
        }

        var (type, key) = (parameter.ParameterType, KeyOf(parameter));
        return IsOwn(type, key) || host.Has(type, key) || parameter.HasDefaultValue;
    }

    public object? Resolve(ParameterInfo parameter)
    {
        if (ResourceOf(parameter) is { } resource)
        {
            return host.Resources.Find(resource.Name);
        }

        var (type, key) = (parameter.ParameterType, KeyOf(parameter));
        if (IsOwn(type, key))
        {
            return key is null ? child.GetRequiredService(type) : child.GetRequiredKeyedService(type, key);
        }

        if (host.Has(type, key))
        {
            return key is null ? host.GetRequiredService(type) : host.GetRequiredKeyedService(type, key);
        }

        return parameter.DefaultValue is null && type.IsValueType ? Activator.CreateInstance(type) : parameter.DefaultValue;
    }

    private static object? KeyOf(ParameterInfo parameter) => parameter.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key;

    private bool IsOwn(Type type, object? key) => key is null ? _own.IsService(type) : _own.IsKeyedService(type, key);

    private ResourceDefinition? ResourceOf(ParameterInfo parameter)
    {
        if (ResourceDefinition.Of(parameter.ParameterType) is not { } resource)
        {
            return null;
        }

        return host.Resources.IsDeclared(resource.Name)
            ? resource
            : throw new MissingDependencyException(manifest.Id, resource.Name, ScopedResources.Undeclared($"The constructor of '{pluginType.FullName}', the class of plugin '{manifest.Id}', takes the resource '{resource.Name}' (parameter '{parameter.Name}' of type {parameter.ParameterType.Name})", resource.Name));
    }

    private bool CanBeNull(ParameterInfo parameter) =>
        parameter.HasDefaultValue || _nullability.Create(parameter).WriteState == NullabilityState.Nullable;
}

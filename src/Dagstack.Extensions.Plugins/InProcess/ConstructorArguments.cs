using System.Reflection;
using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.Kinds;
using Dagstack.Extensions.Plugins.Resources;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Finds the arguments of a plugin's constructor: resources, the plugin's own services, the host's, defaults.</summary>
internal sealed class ConstructorArguments(Type pluginType, PluginManifest manifest, IServiceProvider child, HostServices host)
{
    private readonly OwnServices _own = new(child);
    private readonly NullabilityInfoContext _nullability = new();

    public bool CanResolve(ParameterInfo parameter)
    {
        if (ResourcesOf(parameter) is { } resources)
        {
            return host.Resources.Find(parameter.ParameterType, resources) is not null || CanBeNull(parameter);
        }

        var (type, key) = (parameter.ParameterType, KeyOf(parameter));
        return _own.Has(type, key) || host.Has(type, key) || parameter.HasDefaultValue;
    }

    public object? Resolve(ParameterInfo parameter)
    {
        if (ResourcesOf(parameter) is { } resources)
        {
            return host.Resources.Find(parameter.ParameterType, resources);
        }

        var (type, key) = (parameter.ParameterType, KeyOf(parameter));
        if (type == typeof(IServiceScopeFactory) && key is null)
        {
            return new PluginScopes(child, host);
        }

        if (_own.Has(type, key))
        {
            return key is null ? child.GetRequiredService(type) : child.GetRequiredKeyedService(type, key);
        }

        if (host.Has(type, key))
        {
            return host.Give(type, key);
        }

        return DefaultOf(parameter);
    }

    /// <summary>Says what a parameter is that cannot be resolved.</summary>
    public static string Describe(ParameterInfo parameter) =>
        $"'{parameter.Name}' of type {parameter.ParameterType}{(KeyOf(parameter) is { } key ? $" under the key '{key}'" : string.Empty)}";

    /// <summary>Says which of the parameters that cannot be resolved a host may have, where there is none; null if there is one, or it could not help.</summary>
    public string? NeedHost(IEnumerable<ParameterInfo> missing)
    {
        string[] wanted = host.AreOfNoHost ? [.. missing.Where(parameter => ResourcesOf(parameter) is null && !IsolatedLoadContext.Has(parameter.ParameterType)).Select(Describe)] : [];
        return wanted.Length == 0 ? null
            : $"takes the parameter {string.Join(", and ", wanted)}, and a process of its own has no services of the host. Use the runtime '{PluginRuntimes.InProcess}', implement IPluginServices and register it in ConfigureServices, or give the parameter a default value.";
    }

    /// <summary>Says who could provide a parameter that cannot be resolved.</summary>
    public string AdviceFor(ParameterInfo parameter)
    {
        var (type, key) = (parameter.ParameterType, KeyOf(parameter));
        if (ResourcesOf(parameter) is [var resource, ..])
        {
            return $"The host lacks the resource '{resource.Name}', which the manifest has as optional: make '{parameter.Name}' nullable, or declare the resource as required.";
        }

        if (IsolatedLoadContext.Has(type))
        {
            return $"{type.Name} is the plugin's own: implement IPluginServices and register it in ConfigureServices.";
        }

        return key is null && type.GetCustomAttribute<PluginKindAttribute>() is { Kind: var kind }
            ? $"Plugins of the kind '{kind}' are found by their key: say which one is meant, as in [FromKeyedServices(\"{kind}:name\")], or [FromKeyedServices(\"{kind}\")] for the active one."
            : $"Register {type.Name} in the host's services, or implement IPluginServices and register it in ConfigureServices, or give '{parameter.Name}' a default value.";
    }

    /// <summary>Gets a default value as the compiler would pass it.</summary>
    private static object? DefaultOf(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.DefaultValue is not { } value)
        {
            // Not Activator: a structure may have a constructor, which "default" does not call.
            return type.IsValueType && Nullable.GetUnderlyingType(type) is null ? RuntimeHelpers.GetUninitializedObject(type) : null;
        }

        // Of a nullable enumeration, reflection gives the number.
        return Nullable.GetUnderlyingType(type) is { IsEnum: true } enumeration ? Enum.ToObject(enumeration, value) : value;
    }

    private static object? KeyOf(ParameterInfo parameter) => parameter.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key;

    private IReadOnlyList<ResourceDefinition>? ResourcesOf(ParameterInfo parameter) => host.Resources.Of(
        parameter.ParameterType,
        KeyOf(parameter),
        what => $"The constructor of '{pluginType.FullName}', the class of plugin '{manifest.Id}', takes {what} (parameter '{parameter.Name}' of type {parameter.ParameterType.Name})");

    private bool CanBeNull(ParameterInfo parameter) =>
        parameter.HasDefaultValue || _nullability.Create(parameter).WriteState == NullabilityState.Nullable;
}

using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.AspNetCore.Keys;

/// <summary>Finds where the code of an endpoint asks for services.</summary>
internal static class HandlerParameters
{
    /// <summary>Finds them.</summary>
    /// <param name="name">What the endpoint is called.</param>
    /// <param name="metadata">What is known of it.</param>
    public static IEnumerable<PluginKeyUse> Of(string? name, IEnumerable<object> metadata)
    {
        var known = metadata.ToList();
        if (known.OfType<ControllerActionDescriptor>().LastOrDefault() is { } action)
        {
            return Constructor(action.ControllerTypeInfo).Concat(Method($"{action.ControllerTypeInfo}.{action.MethodInfo.Name}", action.MethodInfo));
        }

        if (known.OfType<HubMetadata>().LastOrDefault() is { } hub)
        {
            var methods = hub.HubType.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
            return Constructor(hub.HubType).Concat(methods.SelectMany(method => Method($"{hub.HubType}.{method.Name}", method)));
        }

        return known.OfType<MethodInfo>().LastOrDefault() is { } handler ? Method(name ?? handler.Name, handler) : [];
    }

    private static IEnumerable<PluginKeyUse> Constructor(Type type)
    {
        var constructors = type.GetConstructors();
        return constructors.SelectMany(static constructor => constructor.GetParameters()).Select(parameter => Read(type.ToString(), parameter, constructors.Length == 1)).OfType<PluginKeyUse>();
    }

    private static IEnumerable<PluginKeyUse> Method(string place, MethodInfo method) => method.GetParameters().SelectMany(parameter =>
        parameter.IsDefined(typeof(AsParametersAttribute)) ? Grouped(place, parameter.ParameterType) : Read(place, parameter, mayBeWithoutKey: true) is { } use ? [use] : []);

    /// <summary>Finds those of a type that stands for several parameters.</summary>
    private static IEnumerable<PluginKeyUse> Grouped(string place, Type type) =>
        type.GetConstructors() is [var only] ? only.GetParameters().Select(parameter => Read(place, parameter, mayBeWithoutKey: true)).OfType<PluginKeyUse>() : [];

    private static PluginKeyUse? Read(string place, ParameterInfo parameter, bool mayBeWithoutKey)
    {
        var key = parameter.GetCustomAttribute<FromKeyedServicesAttribute>();
        return (key is null ? mayBeWithoutKey && parameter.ParameterType is { IsInterface: true, ContainsGenericParameters: false } : key.Key is string)
            ? new()
            {
                Place = place,
                Parameter = parameter.Name ?? string.Empty,
                ParameterType = parameter.ParameterType,
                Key = key?.Key as string,
                IsOptional = parameter.HasDefaultValue || new NullabilityInfoContext().Create(parameter).ReadState == NullabilityState.Nullable,
            }
            : null;
    }
}

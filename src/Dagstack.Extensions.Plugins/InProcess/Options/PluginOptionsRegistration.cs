using System.Reflection;
using Dagstack.Extensions.Plugins.Binding;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Kinds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Finds the options types that a plugin's constructors take, and registers them in its container.</summary>
internal static class PluginOptionsRegistration
{
    private static readonly Type[] s_wrappers = [typeof(IOptions<>), typeof(IOptionsMonitor<>), typeof(IOptionsSnapshot<>)];

    /// <summary>Registers the options of a plugin's class and of the classes that it has registered itself.</summary>
    public static void AddOptions(ServiceCollection services, Type pluginType, PluginContract contract, PluginSection section, HostServices host, PluginId plugin, ILogger logger)
    {
        var classes = services
            .Select(static descriptor => descriptor.IsKeyedService ? descriptor.KeyedImplementationType : descriptor.ImplementationType)
            .OfType<Type>()
            .Append(pluginType);
        var types = classes
            .SelectMany(static type => type.GetConstructors())
            .SelectMany(static constructor => constructor.GetParameters())
            .Select(static parameter => OptionsType(parameter.ParameterType))
            .OfType<Type>()
            .Where(type => IsOfPlugin(type, pluginType, contract.InterfaceType.Assembly, host))
            .Distinct()
            .ToList();
        if (types.Count == 0)
        {
            return;
        }

        services.AddSingleton(section);
        services.AddSingleton(new PluginOptionsLog(plugin, logger));
        foreach (var type in types.Where(type => !services.Any(descriptor => IsOwn(descriptor, type))))
        {
            var options = typeof(PluginOptions<>).MakeGenericType(type);
            services.AddSingleton(typeof(PluginOptionsBuilder<>).MakeGenericType(type));
            services.AddSingleton(options);
            services.AddSingleton(typeof(IOptions<>).MakeGenericType(type), provider => provider.GetRequiredService(options));
            services.AddSingleton(typeof(IOptionsMonitor<>).MakeGenericType(type), provider => provider.GetRequiredService(options));
            services.AddTransient(typeof(IOptionsSnapshot<>).MakeGenericType(type), typeof(PluginOptionsSnapshot<>).MakeGenericType(type));
        }
    }

    /// <summary>Returns the T of IOptions and its kin.</summary>
    private static Type? OptionsType(Type parameter) =>
        parameter.IsConstructedGenericType && s_wrappers.Contains(parameter.GetGenericTypeDefinition()) ? parameter.GetGenericArguments()[0] : null;

    /// <summary>Tells whether the plugin's section is bound to a type: one of its own, or one that comes with its contract, or with its class in the host's own assembly, unless the host configures it.</summary>
    private static bool IsOfPlugin(Type type, Type pluginType, Assembly contracts, HostServices host) =>
        IsolatedLoadContext.Has(type)
        || ((type.Assembly == contracts || (!IsolatedLoadContext.Has(pluginType) && type.Assembly == pluginType.Assembly))
            && !host.Has(typeof(IConfigureOptions<>).MakeGenericType(type)));

    /// <summary>A plugin that makes its options itself is left alone.</summary>
    private static bool IsOwn(ServiceDescriptor descriptor, Type type) =>
        descriptor.ServiceType.IsConstructedGenericType
        && descriptor.ServiceType.GetGenericArguments() is [var argument]
        && argument == type
        && (s_wrappers.Contains(descriptor.ServiceType.GetGenericTypeDefinition()) || descriptor.ServiceType.GetGenericTypeDefinition() == typeof(IOptionsFactory<>));
}

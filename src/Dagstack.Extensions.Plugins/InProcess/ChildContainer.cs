using System.Reflection;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Kinds;
using Dagstack.Extensions.Plugins.Resources;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Builds the container of one plugin. See docs/adr/0003-child-container.md.</summary>
internal static class ChildContainer
{
    private static readonly MethodInfo s_configure = typeof(ChildContainer).GetMethod(nameof(Configure), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static ServiceProvider Build(Type pluginType, PluginInstanceContext instance, ILoggerFactory loggerFactory, ILogger logger, KeptServices kept)
    {
        var (context, host) = (instance.Context, HostServices.Of(instance));
        var services = new ServiceCollection();
        services.AddSingleton(context);
        services.AddSingleton(context.Manifest);
        services.AddSingleton(context.Configuration);
        services.AddSingleton(context.Registry);
        services.AddSingleton(context.Progress);
        services.AddSingleton(context.Checkpoint);
        if (!host.AreOfNoHost)
        {
            services.AddSingleton(context.Events);
            services.AddSingleton(context.Tenant);
        }

        services.AddSingleton(context.Logger);
        services.AddSingleton(loggerFactory);
        services.AddSingleton(typeof(ILogger<>), typeof(PluginLogger<>));
        AddResources(services, host.Resources);

        var own = services.Count;
        if (pluginType.IsAssignableTo(typeof(IPluginServices)))
        {
            var given = new PluginServicesContext { Manifest = context.Manifest, Configuration = context.Configuration, HostServices = host };
            RegisterOwn(pluginType, services, given);
            AddHostServices(services, context.Manifest, host);
        }

        var hasOwn = services.Count > own;
        PluginOptionsRegistration.AddOptions(services, pluginType, instance.Plugin.Contract, instance.Section, host, context.Manifest.Id, logger);
        services.AddSingleton(pluginType, provider =>
        {
            var plugin = ConstructorInjection.Create(pluginType, context.Manifest, provider, host);
            kept.Check(context.Manifest.Id, host.Given);
            return plugin;
        });
        try
        {
            return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = hasOwn, ValidateScopes = hasOwn });
        }
        catch (AggregateException fault)
        {
            throw new PluginLoadException(
                context.Manifest.Id,
                $"The services that '{pluginType.FullName}' of plugin '{context.Manifest.Id}' registers do not fit together: {string.Join(" ", fault.InnerExceptions.Select(ExceptionText.MessageOf))} "
                + $"Register what is missing in the plugin's ConfigureServices or in the host's services. ({CodePath.Of(pluginType.Assembly)})",
                ExceptionText.Loggable(fault))
            { File = CodePath.Of(pluginType.Assembly) };
        }
    }

    private static void RegisterOwn(Type pluginType, ServiceCollection services, PluginServicesContext given)
    {
        try
        {
            s_configure.MakeGenericMethod(pluginType).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [services, given], null);
        }
        catch (Exception fault) when (!HostErrors.Is(fault))
        {
            throw PluginCode.Threw("ConfigureServices", pluginType, given.Manifest.Id, fault);
        }
    }

    private static void Configure<TPlugin>(IServiceCollection services, PluginServicesContext given)
        where TPlugin : IPluginServices => TPlugin.ConfigureServices(services, given);

    private static void AddResources(ServiceCollection services, ScopedResources resources)
    {
        foreach (var (definition, resource) in resources.All())
        {
            foreach (var type in new[] { definition.ServiceType, definition.BaseType }.OfType<Type>())
            {
                services.AddSingleton(type, resource);
                services.AddKeyedSingleton(type, definition.Name, resource);
            }
        }
    }

    /// <summary>Places the host services that the registered classes take, as instances, which the child never disposes.</summary>
    private static void AddHostServices(ServiceCollection services, PluginManifest manifest, HostServices host)
    {
        var own = services.Select(static descriptor => (descriptor.ServiceType, descriptor.ServiceKey)).ToHashSet();
        var placed = new HashSet<(Type, object?)>();
        foreach (var implementation in services.Select(static descriptor => descriptor.IsKeyedService ? descriptor.KeyedImplementationType : descriptor.ImplementationType).OfType<Type>().ToList())
        {
            var constructors = implementation.GetConstructors();
            foreach (var parameter in constructors.SelectMany(static constructor => constructor.GetParameters()))
            {
                var key = parameter.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key;
                var type = parameter.ParameterType;
                if (host.Resources.Catalog.Of(type, key).Count > 0)
                {
                    // Of several constructors the container takes one that it can call.
                    if (constructors.Length == 1 && !parameter.HasDefaultValue)
                    {
                        _ = host.Resources.Of(type, key, what => $"The constructor of '{implementation.FullName}', a service of plugin '{manifest.Id}', takes {what} (parameter '{parameter.Name}' of type {type.Name})");
                    }
                }
                else if (!type.ContainsGenericParameters && !IsOwn(own, type, key) && host.Has(type, key) && placed.Add((type, key)))
                {
                    services.Add(new ServiceDescriptor(type, key, host.Give(type, key)));
                }
            }
        }
    }

    /// <summary>Tells whether the plugin registers a service itself. Several of a type are its own if it registers one.</summary>
    private static bool IsOwn(HashSet<(Type, object?)> own, Type type, object? key)
    {
        var single = ResourceDefinition.Several(type) ?? type;
        return own.Contains((single, key)) || (single.IsConstructedGenericType && own.Contains((single.GetGenericTypeDefinition(), key)));
    }
}

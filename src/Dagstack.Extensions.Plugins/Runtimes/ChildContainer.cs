using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins;

/// <summary>Builds the container of one plugin. See docs/adr/0003-child-container.md.</summary>
internal static class ChildContainer
{
    private static readonly MethodInfo s_configure = typeof(ChildContainer).GetMethod(nameof(Configure), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static ServiceProvider Build(Type pluginType, PluginContext context, ILoggerFactory loggerFactory, HostServices host)
    {
        var services = new ServiceCollection();
        services.AddSingleton(context);
        services.AddSingleton(context.Manifest);
        services.AddSingleton(context.Configuration);
        services.AddSingleton(context.Registry);
        services.AddSingleton(context.Logger);
        services.AddSingleton(loggerFactory);
        services.AddSingleton(typeof(ILogger<>), typeof(PluginLogger<>));
        AddResources(services, host.Resources);

        var own = services.Count;
        if (pluginType.IsAssignableTo(typeof(IPluginServices)))
        {
            var registration = new PluginRegistration { Manifest = context.Manifest, Configuration = context.Configuration, HostServices = host };
            s_configure.MakeGenericMethod(pluginType).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [services, registration], null);
            AddHostServices(services, host);
        }

        var hasOwn = services.Count > own;
        services.AddSingleton(pluginType, provider => ConstructorInjection.Create(pluginType, context.Manifest, provider, host));
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = hasOwn, ValidateScopes = hasOwn });
    }

    private static void Configure<TPlugin>(IServiceCollection services, PluginRegistration registration)
        where TPlugin : IPluginServices => TPlugin.ConfigureServices(services, registration);

    private static void AddResources(ServiceCollection services, ScopedResources resources)
    {
        foreach (var name in resources.Names)
        {
            var definition = ResourceDefinition.All.First(candidate => candidate.Name == name);
            var resource = resources.Find(name)!;
            services.AddSingleton(definition.ServiceType, resource);
            services.AddSingleton(definition.BaseType, resource);
            services.AddKeyedSingleton(definition.ServiceType, name, resource);
            services.AddKeyedSingleton(definition.BaseType, name, resource);
        }
    }

    /// <summary>Places the host services that the registered classes take, as instances, which the child never disposes.</summary>
    private static void AddHostServices(ServiceCollection services, HostServices host)
    {
        var known = services.Select(static descriptor => (descriptor.ServiceType, descriptor.ServiceKey)).ToHashSet();
        foreach (var implementation in services.Select(static descriptor => descriptor.IsKeyedService ? descriptor.KeyedImplementationType : descriptor.ImplementationType).OfType<Type>().ToList())
        {
            foreach (var parameter in implementation.GetConstructors().SelectMany(static constructor => constructor.GetParameters()))
            {
                var key = parameter.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key;
                var type = parameter.ParameterType;
                if (type.ContainsGenericParameters || ResourceDefinition.Of(type) is not null || !known.Add((type, key)) || IsOpenGenericKnown(known, type) || !host.Has(type, key))
                {
                    continue;
                }

                if (key is not null)
                {
                    services.AddKeyedSingleton(type, key, host.GetRequiredKeyedService(type, key));
                }
                else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))
                {
                    AddEach(services, known, type.GetGenericArguments()[0], host);
                }
                else
                {
                    services.AddSingleton(type, host.GetRequiredService(type));
                }
            }
        }
    }

    private static bool IsOpenGenericKnown(HashSet<(Type, object?)> known, Type type) =>
        type.IsGenericType && known.Contains((type.GetGenericTypeDefinition(), null));

    private static void AddEach(ServiceCollection services, HashSet<(Type, object?)> known, Type type, HostServices host)
    {
        // The plugin's own registrations of the type are what it wants to enumerate.
        if (known.Add((type, null)))
        {
            foreach (var service in host.GetServices(type).OfType<object>())
            {
                services.AddSingleton(type, service);
            }
        }
    }
}

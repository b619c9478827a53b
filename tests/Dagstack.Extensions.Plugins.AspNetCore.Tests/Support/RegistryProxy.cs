using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests;

/// <summary>The registry of a host, of which a test has some members fail.</summary>
public class RegistryProxy : DispatchProxy
{
    private IPluginRegistry _registry = null!;
    private Action<string> _before = null!;
    private Func<string, object?[]?, object?, object?> _after = null!;

    /// <summary>Puts it in the place of the host's own.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="before">Called with the name of each member before it.</param>
    /// <param name="after">Called with the name of each member, what it was given and what it returned; its result is returned instead.</param>
    internal static void Replace(IServiceCollection services, Action<string> before, Func<string, object?[]?, object?, object?>? after = null)
    {
        var own = services.Single(static service => service.ServiceType == typeof(IPluginRegistry));
        services.Remove(own);
        services.AddSingleton(provider =>
        {
            var proxy = Create<IPluginRegistry, RegistryProxy>();
            ((RegistryProxy)(object)proxy)._registry = (IPluginRegistry)ActivatorUtilities.CreateInstance(provider, own.ImplementationType!);
            ((RegistryProxy)(object)proxy)._before = before;
            ((RegistryProxy)(object)proxy)._after = after ?? (static (_, _, result) => result);
            return proxy;
        });
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        _before(targetMethod!.Name);
        return _after(targetMethod.Name, args, targetMethod.Invoke(_registry, args));
    }
}

using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>How long the host's services live, as they were registered: a container cannot be asked.</summary>
internal sealed class ServiceLifetimes(Func<IServiceCollection> services)
{
    // Of several registrations the last one is given.
    private readonly Lazy<Dictionary<(Type, object?), ServiceLifetime>> _lifetimes = new(() =>
    {
        var found = new Dictionary<(Type, object?), ServiceLifetime>();
        foreach (var service in services())
        {
            found[(service.ServiceType, service.ServiceKey)] = service.Lifetime;
        }

        return found;
    });

    /// <summary>Tells whether a service is one for each scope; of one that nobody registered this way, that it is not.</summary>
    public bool IsScoped(Type type, object? key) =>
        (_lifetimes.Value.TryGetValue((type, key), out var lifetime)
            || (type.IsConstructedGenericType && _lifetimes.Value.TryGetValue((type.GetGenericTypeDefinition(), key), out lifetime)))
        && lifetime == ServiceLifetime.Scoped;
}

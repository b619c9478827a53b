using Dagstack.Extensions.Plugins.Resources;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Knows which services a plugin's container has.</summary>
/// <param name="child">The container.</param>
internal sealed class OwnServices(IServiceProvider child)
{
    private readonly IServiceProviderIsKeyedService _registered = child.GetRequiredService<IServiceProviderIsKeyedService>();

    /// <summary>Tells whether the container has a service. Of any type it has several, if only none: they are its own if it has one.</summary>
    public bool Has(Type type, object? key)
    {
        var single = ResourceDefinition.Several(type) ?? type;
        return key is null ? _registered.IsService(single) : _registered.IsKeyedService(single, key);
    }
}

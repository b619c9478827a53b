using Dagstack.Extensions.Plugins.Resources;
using Dagstack.Extensions.Plugins.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Makes scopes for a plugin's class: of its own services, and of the host's.</summary>
internal sealed class PluginScopes(IServiceProvider child, HostServices host) : IServiceScopeFactory
{
    private readonly OwnServices _own = new(child);
    private readonly IServiceScopeFactory _ownScopes = child.GetRequiredService<IServiceScopeFactory>();
    private readonly IServiceScopeFactory _hostScopes = host.GetRequiredService<IServiceScopeFactory>();

    public IServiceScope CreateScope() => new Scope(this, _ownScopes.CreateAsyncScope(), _hostScopes.CreateAsyncScope());

    /// <summary>Tells whether the plugin has a service itself. One of the host's that its container was given for its classes is the host's all the same.</summary>
    private bool IsOwn(Type type, object? key) =>
        !host.Given.Contains((type, key)) && !host.Given.Contains((ResourceDefinition.Several(type) ?? type, key)) && _own.Has(type, key);

    private sealed class Scope(PluginScopes scopes, AsyncServiceScope own, AsyncServiceScope host) : IServiceScope, IAsyncDisposable, IKeyedServiceProvider, ISupportRequiredService
    {
        public IServiceProvider ServiceProvider => this;

        public object? GetService(Type serviceType) => GetKeyedService(serviceType, serviceKey: null);

        public object GetRequiredService(Type serviceType) => GetRequiredKeyedService(serviceType, serviceKey: null);

        public object? GetKeyedService(Type serviceType, object? serviceKey)
        {
            ArgumentNullException.ThrowIfNull(serviceType);
            return Itself(serviceType, serviceKey) ?? Owner(serviceType, serviceKey).GetKeyedService(serviceType, serviceKey);
        }

        public object GetRequiredKeyedService(Type serviceType, object? serviceKey)
        {
            ArgumentNullException.ThrowIfNull(serviceType);
            return Itself(serviceType, serviceKey) ?? Owner(serviceType, serviceKey).GetRequiredKeyedService(serviceType, serviceKey);
        }

        public void Dispose() => Disposal.Both(own.Dispose, host.Dispose);

        public ValueTask DisposeAsync() => Disposal.BothAsync(own.DisposeAsync, host.DisposeAsync);

        private object? Itself(Type type, object? key) =>
            key is not null ? null
            : type == typeof(IServiceProvider) ? this
            : type == typeof(IServiceScopeFactory) ? scopes
            : null;

        private IKeyedServiceProvider Owner(Type type, object? key) => (IKeyedServiceProvider)(scopes.IsOwn(type, key) ? own : host).ServiceProvider;
    }
}

using Dagstack.Extensions.Plugins.Resources;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Makes scopes of the host's container that a plugin sees as it sees the host's services.</summary>
internal sealed class HostScopes(IServiceScopeFactory scopes, PluginContext plugin, ScopedResources resources) : IServiceScopeFactory
{
    public IServiceScope CreateScope() => new Scope(scopes.CreateAsyncScope(), plugin, resources);

    private sealed class Scope(AsyncServiceScope scope, PluginContext plugin, ScopedResources resources) : IServiceScope, IAsyncDisposable
    {
        public IServiceProvider ServiceProvider { get; } = new HostServices(scope.ServiceProvider, plugin, resources);

        public void Dispose() => scope.Dispose();

        public ValueTask DisposeAsync() => scope.DisposeAsync();
    }
}

using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins;

/// <summary>Makes scopes of the host's container that a plugin sees as it sees the host's services.</summary>
internal sealed class HostScopes(IServiceScopeFactory scopes, PluginManifest manifest, ScopedResources resources) : IServiceScopeFactory
{
    public IServiceScope CreateScope() => new Scope(scopes.CreateAsyncScope(), manifest, resources);

    private sealed class Scope(AsyncServiceScope scope, PluginManifest manifest, ScopedResources resources) : IServiceScope, IAsyncDisposable
    {
        public IServiceProvider ServiceProvider { get; } = new HostServices(scope.ServiceProvider, manifest, resources);

        public void Dispose() => scope.Dispose();

        public ValueTask DisposeAsync() => scope.DisposeAsync();
    }
}

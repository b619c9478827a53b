using Dagstack.Extensions.Plugins.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>What the host lends to one instance of a plugin, from before it is made until after its end.</summary>
/// <param name="scope">The plugin's scope of the host's services, in which the resources live.</param>
/// <param name="fill">Makes in the scope what the runtime and the plugin are given.</param>
/// <param name="handlers">The handlers of events that the plugin adds.</param>
/// <param name="endRest">Ends what was made for the plugin alone and the scope has left, since its end has failed.</param>
internal sealed class PluginLease(AsyncServiceScope scope, Func<IServiceProvider, PluginInstanceContext> fill, IPluginHandlers handlers, Func<ValueTask> endRest) : IAsyncDisposable
{
    /// <summary>Gets the handlers of events that the plugin has added.</summary>
    public IPluginHandlers Handlers => handlers;

    /// <summary>Makes what the runtime and the plugin are given.</summary>
    /// <exception cref="MissingDependencyException">The host lacks a resource that the plugin requires, or cannot make one.</exception>
    public PluginInstanceContext Fill() => fill(scope.ServiceProvider);

    public ValueTask DisposeAsync()
    {
        handlers.End(wasTornDown: false);
        return Disposal.BothAsync(scope.DisposeAsync, endRest);
    }
}

namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>Tears the plugins down before the container disposes what was made for them.</summary>
/// <remarks>
/// A container disposes in the reverse order of creation, and the host's services that a plugin takes are made during setup,
/// after the host of the plugins. So one of these is made after each setup: it is disposed before any of them.
/// </remarks>
internal sealed class PluginHostEnd(PluginHost host) : IAsyncDisposable, IDisposable
{
    public ValueTask DisposeAsync() => host.DisposeAsync();

    public void Dispose() => host.Dispose();
}

using Dagstack.Extensions.Plugins.Catalog;

namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>An instance that another one has taken the place of. Whoever ends it takes it out: nobody else holds it, or it would hold its code.</summary>
/// <param name="manifest">What it was.</param>
/// <param name="generation">Which instance it was.</param>
/// <param name="activation">The instance.</param>
internal sealed class RetiredInstance(PluginManifest manifest, int generation, PluginActivation activation)
{
    private PluginActivation? _activation = activation;

    public PluginManifest Manifest => manifest;

    public int Generation => generation;

    public PluginActivation Take() => Interlocked.Exchange(ref _activation, null) ?? throw new InvalidOperationException("The instance has been taken already.");
}

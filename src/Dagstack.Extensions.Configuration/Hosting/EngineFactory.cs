using Dagstack.Extensions.Configuration.Layers;
using Dagstack.Extensions.Configuration.Reload;
using Dagstack.Extensions.Configuration.Secrets;

namespace Dagstack.Extensions.Configuration.Hosting;

/// <summary>Puts the rooms together: sources of secrets, the loader of files, and the engine over both.</summary>
internal static class EngineFactory
{
    /// <param name="layers">The files, lowest first.</param>
    /// <param name="options">How they are read.</param>
    /// <param name="prepare">Makes what else changes with a version; what it returns is called when the version is in effect, and does not fail.</param>
    /// <param name="told">Tells whoever else is to know that another version is in effect.</param>
    /// <exception cref="ConfigException">A file is missing, cannot be read, or is wrong.</exception>
    public static ConfigEngine Start(IReadOnlyList<ConfigLayer> layers, DagstackConfigOptions options, Func<ConfigState, Action>? prepare = null, Action? told = null)
    {
        var sources = new SecretSources(options.SecretSources, options.Variables);
        var secrets = new SecretStore(sources, options.SecretLifetime, options.SecretTimeout, options.TimeProvider);
        return new(new(layers, options.ForLayers, sources, secrets), secrets, options.ForReload, prepare, told);
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Where a plugin's section is in the host's configuration.</summary>
/// <param name="configuration">The host's configuration.</param>
/// <param name="index">Remembers where keys are, for all plugins of a host.</param>
/// <param name="segments">The path: root segments, kind, name.</param>
internal sealed class PluginSection(IConfiguration configuration, ConfigurationIndex index, params string[] segments)
{
    /// <summary>Reads the section as it is now, in any spelling.</summary>
    public ConfigurationView Read() => ConfigurationView.Read(configuration, index, segments);

    /// <summary>Calls back whenever any of the host's configuration has been loaded again.</summary>
    public IDisposable OnReload(Action reload) => ChangeToken.OnChange(configuration.GetReloadToken, reload);
}

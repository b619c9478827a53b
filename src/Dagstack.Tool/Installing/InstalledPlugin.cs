using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Installing;

/// <summary>A plugin in the folder of a host.</summary>
/// <param name="Id">Its identity; null if its manifest does not say.</param>
/// <param name="Folder">Its folder.</param>
internal sealed record InstalledPlugin(PluginId? Id, string Folder)
{
    /// <summary>Gets what it is called: its identity, else its folder.</summary>
    public string Name => Id?.ToString() ?? Places.Shorten(Folder);
}

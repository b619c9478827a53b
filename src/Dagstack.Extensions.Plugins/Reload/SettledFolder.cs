using Dagstack.Extensions.Plugins.Files;

namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>A folder whose change has settled, and is being taken over.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Stamp">How it was when it had settled; null for one that is gone.</param>
/// <param name="Change">The change.</param>
/// <param name="Before">What the plugin was loaded from before; null for nothing.</param>
internal sealed record SettledFolder(string Path, FolderStamp? Stamp, PluginChange Change, ShadowCopy? Before)
{
    /// <summary>Gets or sets a value indicating whether the change has been taken over.</summary>
    public bool IsTaken { get; set; }
}

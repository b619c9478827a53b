namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>The manifest files that the host's own settings name.</summary>
/// <param name="settings">The settings.</param>
/// <param name="contentRoot">What relative paths count against.</param>
internal sealed class RemoteSetting(HostSettings settings, string contentRoot) : RemoteList
{
    /// <summary>The key in the settings.</summary>
    public const string Key = "remote_plugins";

    public override string Name => $"'{Key}' of the host's settings";

    public override IEnumerable<DiscoveredPlugin> Find() => settings.RemotePlugins.Select(path => ReadNamed(path, contentRoot));
}

namespace Dagstack.Extensions.Plugins.AspNetCore;

/// <summary>What a place serves where plugins are shown.</summary>
/// <remarks>See docs/web.md.</remarks>
public sealed class PluginEndpointOptions
{
}

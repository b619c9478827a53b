namespace Dagstack.Extensions.Plugins;

/// <summary>Says whose scope of the host's services this is.</summary>
internal sealed class PluginScope
{
    /// <summary>Gets or sets the plugin; null in the scopes of the application, such as those of requests.</summary>
    public PluginId? Plugin { get; set; }
}

namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>How a plugin started when the host did.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Start">What its time went into.</param>
internal sealed record StartItem(PluginItem Plugin, PluginStartItem Start);

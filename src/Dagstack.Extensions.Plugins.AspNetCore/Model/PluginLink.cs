namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>A plugin that another one names.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Href">The address of its report; null if it is not there.</param>
/// <param name="State">Its state; null if it is not there.</param>
internal sealed record PluginLink(string Id, string? Href, string? State);

namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>A plugin that another one waited for.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Href">The address of its report; null if no address can carry its identity.</param>
/// <param name="Seconds">How long.</param>
/// <param name="Dependency">Whether the waiting one needs it.</param>
internal sealed record PluginWaitItem(string Id, string? Href, double Seconds, bool Dependency);

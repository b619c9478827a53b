namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>A plugin that another one waited for.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Seconds">How long.</param>
/// <param name="Dependency">Whether the waiting one needs it.</param>
internal sealed record PluginWaitItem(string Id, double Seconds, bool Dependency);

namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>A resource that a plugin declares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Required">Whether it does not start without.</param>
internal sealed record PluginResource(string Name, bool Required);

namespace Dagstack.Extensions.Plugins;

/// <summary>What is to be said of one plugin that was to be locked.</summary>
/// <param name="Plugin">The plugin; null where its manifest does not say which it is.</param>
/// <param name="Path">Its manifest.</param>
/// <param name="Message">One or more sentences.</param>
public sealed record PluginLockFinding(PluginId? Plugin, string? Path, string Message);

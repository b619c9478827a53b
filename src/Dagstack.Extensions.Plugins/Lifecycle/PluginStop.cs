namespace Dagstack.Extensions.Plugins;

/// <summary>What came of stopping an instance of a plugin.</summary>
/// <param name="IsLeaked">Whether it could not be stopped in its time, and is still there.</param>
/// <param name="Fault">What went wrong, as text; null if nothing did.</param>
/// <param name="Released">Whether everything was released, as far as the plugin says.</param>
internal readonly record struct PluginStop(bool IsLeaked, string? Fault, bool Released);

namespace Dagstack.Extensions.Plugins;

/// <summary>How an instance of a plugin ended.</summary>
/// <param name="Released">Whether everything was released, as far as the plugin says.</param>
/// <param name="Overran">Whether it gave up since its time was over.</param>
/// <param name="Fault">What went wrong, as text: an exception of the plugin would keep its code loaded. Null if nothing did.</param>
internal readonly record struct PluginEnd(bool Released, bool Overran, string? Fault);

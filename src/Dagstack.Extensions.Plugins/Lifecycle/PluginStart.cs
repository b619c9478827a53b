using Dagstack.Extensions.Plugins.Catalog;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>What came of making an instance of a plugin and setting it up.</summary>
/// <param name="Activation">The instance; null if it failed.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Code">The code of the error.</param>
/// <param name="Reason">What went wrong, as text.</param>
internal readonly record struct PluginStart(PluginActivation? Activation, TimeSpan Duration, string? Code = null, string? Reason = null);

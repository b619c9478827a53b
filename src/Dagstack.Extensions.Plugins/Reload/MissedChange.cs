using Dagstack.Extensions.Plugins.Catalog;

namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>A change of a plugin that could not be made, since what it then depends on was not there.</summary>
/// <param name="Candidate">What the plugin is to be.</param>
/// <param name="Change">What asks for it.</param>
internal sealed record MissedChange(PluginDefinition Candidate, PluginChange Change);

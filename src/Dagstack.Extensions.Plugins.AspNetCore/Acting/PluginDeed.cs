namespace Dagstack.Extensions.Plugins.AspNetCore.Acting;

/// <summary>What came of an action.</summary>
/// <param name="Outcome">In one word, such as <c>ready</c> or <c>replaced</c>.</param>
/// <param name="Status">The plugin afterwards; null for an action on all of them.</param>
/// <param name="Reload">What came of the reload, if it was one.</param>
/// <param name="Failure">Why it is not as it was meant to be; null if it is.</param>
internal sealed record PluginDeed(string Outcome, PluginStatus? Status = null, PluginReload? Reload = null, PluginFailure? Failure = null);

namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>What came of an action.</summary>
/// <param name="Action">The action.</param>
/// <param name="Outcome">What it came to, in one word, such as <c>ready</c> or <c>replaced</c>.</param>
/// <param name="Plugin">The plugin afterwards; null for an action on all of them.</param>
/// <param name="Reload">What came of the reload, if it was one.</param>
internal sealed record PluginActionResult(string Action, string Outcome, PluginItem? Plugin, PluginReloadItem? Reload);

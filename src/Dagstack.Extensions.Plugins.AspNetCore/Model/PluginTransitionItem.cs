namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>A change of a plugin's state.</summary>
/// <param name="At">When.</param>
/// <param name="From">The state before; null for the first.</param>
/// <param name="To">The state after it.</param>
/// <param name="Code">The code of the error behind it.</param>
/// <param name="Reason">What was wrong.</param>
/// <param name="Generation">The generation that was there.</param>
internal sealed record PluginTransitionItem(DateTimeOffset At, string? From, string To, string? Code, string? Reason, int Generation);

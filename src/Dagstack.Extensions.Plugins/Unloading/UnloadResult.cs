namespace Dagstack.Extensions.Plugins;

/// <summary>What became of code that is not needed any more.</summary>
/// <param name="Outcome">Whether it has left the process.</param>
/// <param name="Hints">What may keep it.</param>
internal readonly record struct UnloadResult(PluginUnloadOutcome Outcome, IReadOnlyList<PluginUnloadHint> Hints);

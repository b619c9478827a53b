namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>What came of ending an instance in its time.</summary>
/// <param name="Ending">How it ended; null if it has not.</param>
/// <param name="Overrun">What took too long, as text; null if nothing did.</param>
internal readonly record struct TimedEnd(PluginEnding? Ending, string? Overrun)
{
    /// <summary>Gets the end that is under way without anybody waiting for it; null if none is.</summary>
    public Task<PluginEnding>? Running { get; init; }
}

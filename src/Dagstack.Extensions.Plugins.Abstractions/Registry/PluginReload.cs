namespace Dagstack.Extensions.Plugins;

/// <summary>One reload of a plugin: what came of it, how long it took, and what became of the generation before.</summary>
/// <remarks>See §4 of the plugin contract.</remarks>
public sealed class PluginReload
{
    /// <summary>Gets the plugin.</summary>
    public required PluginId Plugin { get; init; }

    /// <summary>Gets what it came to.</summary>
    public required PluginReloadOutcome Outcome { get; init; }

    /// <summary>Gets the generation that is there after it: 1 for the first instance, one more with each that takes its place.</summary>
    public required int Generation { get; init; }

    /// <summary>Gets when it ended, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets the code of the error that kept the old instance, one of <see cref="PluginErrorCodes"/>.</summary>
    /// <value>Null if it succeeded.</value>
    public string? Code { get; init; }

    /// <summary>Gets what went wrong and what to do about it.</summary>
    /// <value>Null if nothing did.</value>
    public string? Reason { get; init; }

    /// <summary>Gets how long it took until the new instance served: copying, loading and its setup.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets how long it took to drain the old instance, to tear it down and to unload it, while the new one served already.</summary>
    /// <value>Zero while that goes on.</value>
    public TimeSpan RetireDuration { get; init; }

    /// <summary>Gets what became of the generation before.</summary>
    public PluginUnloadOutcome Unload { get; init; }

    /// <summary>Gets what may keep the generation before in memory.</summary>
    /// <value>Empty unless it is <see cref="PluginUnloadOutcome.StillAlive"/>.</value>
    public IReadOnlyList<PluginUnloadHint> Hints { get; init; } = [];

    /// <summary>Returns the plugin, its generation, the outcome and the reason.</summary>
    public override string ToString() => $"{Plugin} #{Generation}: {Outcome}{(Reason is null ? string.Empty : ", " + Reason)}{(Unload == PluginUnloadOutcome.StillAlive ? ", the generation before is still alive" : string.Empty)}";
}

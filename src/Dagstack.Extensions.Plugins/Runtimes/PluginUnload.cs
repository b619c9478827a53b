namespace Dagstack.Extensions.Plugins;

/// <summary>What became of an instance that is not needed any more.</summary>
public sealed class PluginUnload
{
    /// <summary>Gets whether it has left the process.</summary>
    /// <value><see cref="PluginUnloadOutcome.None"/> by default: there was nothing to leave.</value>
    public PluginUnloadOutcome Outcome { get; init; }

    /// <summary>Gets what may keep it.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<PluginUnloadHint> Hints { get; init; } = [];
}

namespace Dagstack.Extensions.Plugins;

/// <summary>A plugin that another one waited for before its start could begin.</summary>
public sealed class PluginStartWait
{
    /// <summary>Gets the plugin that was waited for.</summary>
    public required PluginId Plugin { get; init; }

    /// <summary>Gets how long it was waited for: from when the start of the waiting one was asked for.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Gets a value indicating whether the waiting one needs it. Otherwise it belongs to those that start before: the last of them to end is told.</summary>
    public bool IsDependency { get; init; }

    /// <summary>Returns the plugin and the milliseconds.</summary>
    public override string ToString() => FormattableString.Invariant($"{Plugin} {Duration.TotalMilliseconds:0.###} ms");
}

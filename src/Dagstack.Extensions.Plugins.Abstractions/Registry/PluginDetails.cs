namespace Dagstack.Extensions.Plugins;

/// <summary>A snapshot of all that a host knows of one plugin, for those who operate it.</summary>
/// <remarks>
/// It holds text and numbers only, nothing of the plugin's code: keeping it keeps no plugin in memory. See §2, §3 and §4 of the plugin contract.
/// </remarks>
public sealed class PluginDetails
{
    /// <summary>Gets what the plugin is and where it is in its life.</summary>
    public required PluginStatus Status { get; init; }

    /// <summary>Gets the plugin's manifest.</summary>
    /// <value>Null if it is not valid for this host; <see cref="PluginStatus.Reason"/> says why.</value>
    public PluginManifest? Manifest { get; init; }

    /// <summary>Gets the last changes of its state, oldest first.</summary>
    /// <value>100 at most.</value>
    public IReadOnlyList<PluginTransition> History { get; init; } = [];

    /// <summary>Gets how many changes before those in <see cref="History"/> are no longer kept.</summary>
    /// <value>0 by default.</value>
    public long HistoryDropped { get; init; }

    /// <summary>Gets the plugins that it needs: those in <c>depends_on</c>, and those that its constructor takes; ordinal.</summary>
    public IReadOnlyList<PluginId> DependsOn { get; init; } = [];

    /// <summary>Gets the plugins that need it, ordinal.</summary>
    public IReadOnlyList<PluginId> Dependents { get; init; } = [];

    /// <summary>Gets how its last start went, or how far the one has come that is under way; that of a reload is one too.</summary>
    /// <value>Null if nobody has started it yet.</value>
    public PluginStartTimes? Start { get; init; }

    /// <summary>Gets the last answer of its health check.</summary>
    /// <value>Null while there is no instance, or the one that is there was never asked: it has no health check, or the host does not ask. After a start that has failed it is the answer of that start.</value>
    public PluginHealthCheck? Health { get; init; }

    /// <summary>Gets how often it was called, how often that failed, and how long it took, since the host was made. A reload does not begin anew.</summary>
    public PluginCallCounts Calls { get; init; } = new();

    /// <summary>Gets what may keep earlier generations of it in memory that could not be stopped or unloaded, each thing once.</summary>
    /// <value>Empty unless <see cref="PluginStatus.LeakedGenerations"/> is more than 0.</value>
    public IReadOnlyList<PluginUnloadHint> UnloadHints { get; init; } = [];

    /// <summary>Gets a value indicating whether it is the active plugin of its kind. See <see cref="IPluginRegistry.ActiveOf"/>.</summary>
    public bool IsActive { get; init; }

    /// <summary>Returns what <see cref="PluginStatus.ToString"/> does.</summary>
    public override string ToString() => Status.ToString();
}

namespace Dagstack.Extensions.Plugins;

/// <summary>One start of a plugin: when it was asked for, for whom it waited, and what its time went into.</summary>
/// <remarks>
/// Those of all plugins make the timeline of the host's start: from <see cref="Began"/> each waits, then loads, then is set up. See §4 of the plugin contract.
/// </remarks>
public sealed class PluginStartTimes
{
    /// <summary>Gets when it was asked for, in UTC: for plugins that a host starts together, one moment.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>Gets how it ended.</summary>
    public required PluginStartOutcome Outcome { get; init; }

    /// <summary>Gets for whom it waited before its own start could begin, longest first.</summary>
    /// <value>Empty if it waited for nobody.</value>
    public IReadOnlyList<PluginStartWait> WaitedFor { get; init; } = [];

    /// <summary>Gets how long it waited in all, for others and for its turn.</summary>
    public TimeSpan Waiting { get; init; }

    /// <summary>Gets how long it took to copy, load and create the instance.</summary>
    /// <value>Zero if it did not come to that.</value>
    public TimeSpan Loading { get; init; }

    /// <summary>Gets how long the setup took, with the first health check.</summary>
    /// <value>Zero if it did not come to that.</value>
    public TimeSpan Setup { get; init; }

    /// <summary>Gets how long it took from <see cref="Began"/> to its end, or until now if it is under way.</summary>
    public TimeSpan Total { get; init; }
}

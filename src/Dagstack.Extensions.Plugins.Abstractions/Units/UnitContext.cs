namespace Dagstack.Extensions.Plugins;

/// <summary>What a unit of work is, for the plugin that runs it.</summary>
/// <remarks>
/// Progress and checkpoint of the plugin's own context are these while a unit runs, so that code that takes them by its constructor reports for the
/// unit in which it is called. See §9 of the plugin contract.
/// </remarks>
public sealed class UnitContext
{
    /// <summary>Gets the identity of the unit.</summary>
    public required string UnitId { get; init; }

    /// <summary>Gets the queue that the unit is of.</summary>
    /// <value>Null for a unit with a queue of its own.</value>
    public string? PartitionKey { get; init; }

    /// <summary>Gets the how manieth attempt this is: 1, and one more for each failure. An interruption is none.</summary>
    /// <value>1 by default.</value>
    public int Attempt { get; init; } = 1;

    /// <summary>Gets where the unit reports how far it has come.</summary>
    public required PluginProgress Progress { get; init; }

    /// <summary>Gets where the unit keeps how far it has come, to go on from there: on whatever process runs it next.</summary>
    public required PluginCheckpoint Checkpoint { get; init; }
}

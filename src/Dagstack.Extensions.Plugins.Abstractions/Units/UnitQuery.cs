namespace Dagstack.Extensions.Plugins;

/// <summary>Which units of work are asked for, the newest first.</summary>
public sealed class UnitQuery
{
    /// <summary>Gets the plugin whose units are meant: its name where only one plugin has that, else <c>kind:name</c>.</summary>
    /// <value>Null by default: of all plugins.</value>
    public string? Plugin { get; init; }

    /// <summary>Gets the partition whose units are meant.</summary>
    /// <value>Null by default: of all partitions.</value>
    public string? PartitionKey { get; init; }

    /// <summary>Gets the states that are meant.</summary>
    /// <value>Empty by default: all.</value>
    public IReadOnlyList<UnitState> States { get; init; } = [];

    /// <summary>Gets where to go on: <see cref="UnitPage.Next"/> of the page before.</summary>
    /// <value>Null by default: the newest.</value>
    public string? After { get; init; }

    /// <summary>Gets how many are wanted at most.</summary>
    /// <value>100 by default; from 1 to 1,000.</value>
    public int Limit { get; init; } = 100;
}

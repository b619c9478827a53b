namespace Dagstack.Extensions.Orchestration;

/// <summary>How units of work are kept in PostgreSQL, and how its processes know of each other.</summary>
/// <remarks>See §9 of the plugin contract and docs/units.md.</remarks>
public sealed class PostgreSqlUnitStoreOptions
{
    /// <summary>Gets or sets the schema of the tables. Applications that share a database and are not to share units have a schema each.</summary>
    /// <value><c>dagstack_units</c> by default; lower-case letters, digits and underscores, beginning with a letter, up to 40 characters.</value>
    public string Schema { get; set; } = "dagstack_units";

    /// <summary>Gets or sets a value indicating whether opening the store makes its tables, or brings those of an older version to its own.</summary>
    /// <value>
    /// True by default. Where it is false, tables that are missing or of another version are an error that says both versions, and nothing is written by
    /// opening: a server or a user that only reads is enough to look at units. Who runs units needs the rights to write all the same, and is told at its start.
    /// </value>
    public bool Migrate { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether a process keeps connections with a session of their own: one by which the death of the process is seen at once, and one by which it hears of what others have written.</summary>
    /// <value>True by default. Set it to false behind a pooler that gives sessions out by transaction: then a death is seen after <see cref="DeadAfter"/>, and news come by asking.</value>
    public bool UseSessionLocks { get; set; } = true;

    /// <summary>Gets or sets how often a process says that it is alive.</summary>
    /// <value>1 s by default; from 50 ms to 1 minute.</value>
    public TimeSpan Beat { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the time after which a process that has not said so is taken for dead.</summary>
    /// <value>4 s by default; at least twice <see cref="Beat"/>, and at most 1 hour.</value>
    public TimeSpan DeadAfter { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>Gets or sets how long a process keeps a partition that has nothing to run.</summary>
    /// <value>10 s by default; from zero to 1 hour.</value>
    public TimeSpan KeepIdle { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how many batches are written at the same time by one process.</summary>
    /// <value>3 by default; from 1 to 16.</value>
    public int ParallelWrites { get; set; } = 3;
}

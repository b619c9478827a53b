namespace Dagstack.Extensions.Orchestration;

/// <summary>How units of work are kept in a SQLite file.</summary>
/// <remarks>
/// One process uses a file at a time. It belongs on a local disk: on network file systems neither locks nor the memory that its readers share can be
/// relied on. See §9 of the plugin contract and docs/units.md.
/// </remarks>
public sealed class SqliteUnitStoreOptions
{
    /// <summary>Gets or sets what the units survive.</summary>
    /// <value><see cref="SqliteSynchronous.Full"/> by default: the loss of power too.</value>
    public SqliteSynchronous Synchronous { get; set; } = SqliteSynchronous.Full;

    /// <summary>Gets or sets how long a write waits for a tool that has the file locked, such as a backup or the <c>sqlite3</c> shell, before it is told that the store is out.</summary>
    /// <value>5 seconds by default; from 1 second to 10 minutes, counted in whole seconds.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of its range.</exception>
    public TimeSpan BusyTimeout
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromSeconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromMinutes(10));
            field = value;
        }
    }

    = TimeSpan.FromSeconds(5);
}

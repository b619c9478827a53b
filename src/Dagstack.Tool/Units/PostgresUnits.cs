using Dagstack.Extensions.Orchestration;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;
using Npgsql;

namespace Dagstack.Tool.Units;

/// <summary>The units of work in a PostgreSQL, past the hosts that run them. What is there is used as it is: nothing is made or migrated.</summary>
internal static class PostgresUnits
{
    private const int LongestTimeout = 1024;

    /// <summary>Opens the store, and does something with its units.</summary>
    /// <param name="connection">Where it is. It may have a password in it, and is in no message.</param>
    /// <param name="schema">The schema; null for the default.</param>
    /// <param name="timeout">How long the database may take to be connected to, and for each answer, unless the connection string says that itself.</param>
    /// <param name="use">What is done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WrongUseException">The connection string or the schema cannot be.</exception>
    /// <exception cref="IOException">The database is out, or cannot be used.</exception>
    public static async Task<int> UseAsync(string connection, string? schema, TimeSpan timeout, Func<IUnits, Task<int>> use, CancellationToken cancellationToken)
    {
        try
        {
            var store = StoreOf(connection, schema, timeout);
            await using (store.ConfigureAwait(false))
            {
                await store.OpenAsync(cancellationToken).ConfigureAwait(false);
                return await use(new StoredUnits(store)).ConfigureAwait(false);
            }
        }
        catch (UnitStoreException fault)
        {
            throw new IOException(fault.Message, fault);
        }
        catch (ArgumentException fault) when (fault.ParamName == "after")
        {
            throw new WrongUseException("What --after says is no place in a list of units. Give it what the page before says, as it is.");
        }
    }

    private static PostgreSqlUnitStore StoreOf(string connection, string? schema, TimeSpan timeout)
    {
        var options = new PostgreSqlUnitStoreOptions { Migrate = false };
        options.Schema = schema ?? options.Schema;
        try
        {
            return new(WithTimeout(connection, (int)Math.Min(timeout.TotalSeconds, LongestTimeout)), options, null);
        }
        catch (ArgumentException fault) when (fault.ParamName == "connectionString")
        {
            // Neither it nor what was found in it is repeated: that may be a part of the password.
            throw new WrongUseException("What --postgres or DAGSTACK_UNITS_POSTGRES says is no connection string. It looks like 'Host=db;Database=app;Username=app;Password=…', and not like an address; a value with a ';' in it is written in quotes.");
        }
        catch (ArgumentException)
        {
            throw new WrongUseException($"What --schema says, '{Excerpt.Of(schema ?? string.Empty)}', is no name of a schema of units. It has lower-case letters, digits and underscores, begins with a letter and not with 'pg_', and has up to 40 characters.");
        }
    }

    private static string WithTimeout(string connectionString, int seconds)
    {
        try
        {
            // Of what is said twice the last counts, and that is the user's.
            return new NpgsqlConnectionStringBuilder($"Timeout={seconds};Command Timeout={seconds};{connectionString}").ConnectionString;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or InvalidOperationException)
        {
            throw new ArgumentException(null, nameof(connectionString));
        }
    }
}

using System.Globalization;
using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;

namespace Dagstack.Extensions.Orchestration.PostgreSql;

/// <summary>Says what is wrong with options, before anything is done by them.</summary>
internal static class PostgreSqlChecks
{
    private const int MaxParallelWrites = 16;
    private static readonly TimeSpan ShortestBeat = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestBeat = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Returns options that are in their ranges.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ArgumentException">One is out of its range.</exception>
    public static PostgreSqlUnitStoreOptions Checked(PostgreSqlUnitStoreOptions? options)
    {
        options ??= new();
        Demand(SchemaName.IsValid(options.Schema), nameof(options.Schema), options.Schema, "lower-case letters, digits and underscores, a letter first and not 'pg_', up to 40 characters, such as 'dagstack_units'");
        Demand(options.Beat >= ShortestBeat && options.Beat <= LongestBeat, nameof(options.Beat), options.Beat, "from 50 ms to 1 minute");
        Demand(
            options.DeadAfter >= 2 * options.Beat && options.DeadAfter <= Longest,
            nameof(options.DeadAfter),
            options.DeadAfter,
            string.Create(CultureInfo.InvariantCulture, $"at least twice {nameof(options.Beat)}, which is {options.Beat}, since one beat that is late is no death, and at most 1 hour"));
        Demand(options.KeepIdle >= TimeSpan.Zero && options.KeepIdle <= Longest, nameof(options.KeepIdle), options.KeepIdle, "from zero to 1 hour");
        Demand(options.ParallelWrites is >= 1 and <= MaxParallelWrites, nameof(options.ParallelWrites), options.ParallelWrites, "from 1 to 16");
        return options;
    }

    /// <summary>Says what is wrong with a connection string.</summary>
    /// <param name="connectionString">The connection string.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static void CheckConnectionString(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        try
        {
            _ = new Npgsql.NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException)
        {
            throw NotOne(error, nameof(connectionString));
        }
    }

    /// <summary>Returns a database with connections of its own.</summary>
    /// <param name="connectionString">Where.</param>
    /// <param name="schema">The schema.</param>
    /// <exception cref="ArgumentException">It is no connection string.</exception>
    public static Database Connect(string connectionString, SchemaName schema)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        try
        {
            return new(connectionString, schema);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException)
        {
            throw NotOne(error, nameof(connectionString));
        }
    }

    /// <summary>What was read may hold a password: it is not quoted.</summary>
    private static ArgumentException NotOne(Exception error, string name) =>
        new($"The connection string is not one that Npgsql reads: {error.Message} It looks like 'Host=db;Database=app;Username=app;Password=…'.", name, error);

    private static void Demand(bool isRight, string name, object? value, string expected)
    {
        if (!isRight)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{nameof(PostgreSqlUnitStoreOptions)}.{name} is '{value}', and is to be {expected}."), nameof(name));
        }
    }
}

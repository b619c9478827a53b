using System.Net.Sockets;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Connecting;

/// <summary>What errors of PostgreSQL and of its connections mean: some pass by themselves, others need somebody.</summary>
internal static class DatabaseErrors
{
    /// <summary>Tells whether an exception is about the database, and not about this code.</summary>
    /// <param name="error">The exception.</param>
    public static bool IsOfDatabase(Exception error) => error is NpgsqlException or SocketException or TimeoutException or IOException;

    /// <summary>Tells whether a transaction has lost against another one, and may be run anew at once.</summary>
    /// <param name="error">The exception.</param>
    public static bool IsCollision(Exception error) => error is PostgresException
    {
        SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.UniqueViolation
    };

    /// <summary>Says in our words what is wrong: <see cref="UnitStoreUnavailableException"/> for what passes, else <see cref="UnitStoreException"/>.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="database">The database.</param>
    public static UnitStoreException Explain(Exception error, Database database)
    {
        if (error is PostgresException refused)
        {
            return Passes(refused.SqlState)
                ? new UnitStoreUnavailableException($"{database.Place}, is out: {refused.MessageText} ({refused.SqlState}).", error)
                : new UnitStoreException($"{database.Place}, cannot be used: {refused.MessageText} ({refused.SqlState}). {Advice(refused, database)}", error);
        }

        return error is NpgsqlException { IsTransient: false } && !IsConnection(error)
            ? new UnitStoreException($"{database.Place}, cannot be used: {error.Message} Look at the connection string.", error)
            : new UnitStoreUnavailableException($"{database.Place}, is out: {Innermost(error)}", error);
    }

    private static bool Passes(string state) =>
        state.StartsWith("08", StringComparison.Ordinal)
        || state.StartsWith("53", StringComparison.Ordinal)
        || state.StartsWith("57P0", StringComparison.Ordinal)
        || state.StartsWith("58", StringComparison.Ordinal)
        || state is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.UniqueViolation
            or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.ReadOnlySqlTransaction
            or "25P03" or PostgresErrorCodes.ObjectInUse;

    private static string Advice(PostgresException error, Database database) => error.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"Look at the user and password of the connection string (the user is '{database.User}'), and at pg_hba.conf of the server.",
        PostgresErrorCodes.InvalidCatalogName => $"An administrator makes the database: create database \"{database.Name}\" owner \"{database.User}\";",
        PostgresErrorCodes.InsufficientPrivilege => $"The user '{database.User}' has not all the rights that it needs. {Grants(database)}",
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedObject =>
            $"Tables in the schema '{database.Schema.Name}' are not there any more, or are not what this version made. Restart the application to make those that are missing; if that does not help, drop the schema, with all units in it, or name another.",
        PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter =>
            "A text of the unit has a character that the database cannot keep: keys may not have a NUL, and the encoding of the database is to be UTF8.",
        _ => "Look at the log of the server.",
    };

    /// <summary>Says how the rights are given.</summary>
    /// <param name="database">Where.</param>
    public static string Grants(Database database) =>
        $"An administrator gives them in the database '{database.Name}': "
        + $"create schema if not exists {database.Schema.Quoted}; grant usage, create on schema {database.Schema.Quoted} to \"{database.User}\"; "
        + $"grant select, insert, update, delete on all tables in schema {database.Schema.Quoted} to \"{database.User}\"; "
        + $"grant usage on all sequences in schema {database.Schema.Quoted} to \"{database.User}\";";

    private static bool IsConnection(Exception error)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException or IOException or TimeoutException)
            {
                return true;
            }
        }

        return false;
    }

    private static string Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error.Message;
}

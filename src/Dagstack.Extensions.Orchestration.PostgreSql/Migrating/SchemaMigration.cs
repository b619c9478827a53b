using System.Globalization;
using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Migrating;

/// <summary>Makes the tables, or brings them to the version of this code.</summary>
/// <param name="database">Where.</param>
internal sealed class SchemaMigration(Database database)
{
    private const int MigrationLock = 1;

    private string Table => $"{database.Schema.Quoted}.version";

    /// <summary>Makes what is missing. Where all is there, nothing is locked and no right to make tables is needed.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UnitStoreException">It cannot be made, or is of a newer version.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var version = await database.UseAsync(FindVersionAsync, cancellationToken).ConfigureAwait(false);
        CheckKnown(version ?? 0);
        if (version == SchemaScript.Version)
        {
            return;
        }

        try
        {
            await database.UseAsync(MigrateAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (UnitStoreUnavailableException error) when (error.InnerException is PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction })
        {
            throw new UnitStoreException(
                $"{database.Place}, is read-only, and the tables cannot be made. Name a server that takes writes: with several hosts in the connection string, 'Target Session Attributes=primary' finds it.",
                error.InnerException);
        }
    }

    /// <summary>Tells whether the tables are there and of the version of this code.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UnitStoreException">They are not.</exception>
    public async Task CheckVersionAsync(CancellationToken cancellationToken)
    {
        var version = await database.UseAsync(FindVersionAsync, cancellationToken).ConfigureAwait(false);
        CheckKnown(version ?? 0);
        if (version != SchemaScript.Version)
        {
            var found = version is { } older ? string.Create(CultureInfo.InvariantCulture, $"has tables of version {older}") : "has no tables of units of work";
            throw new UnitStoreException(string.Create(
                CultureInfo.InvariantCulture,
                $"{database.Place}, {found}, and this version of Dagstack.Extensions.Orchestration.PostgreSql works with version {SchemaScript.Version}. Nothing was changed: an application that uses this version, and leaves {nameof(PostgreSqlUnitStoreOptions)}.{nameof(PostgreSqlUnitStoreOptions.Migrate)} on, makes them as it starts. Start it, or name the schema that has the units."));
        }
    }

    /// <summary>Tells whether the server takes writes, and whether the user may do what is done all the time.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UnitStoreException">It does not, or rights are missing.</exception>
    public async Task CheckUsableAsync(CancellationToken cancellationToken)
    {
        await CheckWritableAsync(cancellationToken).ConfigureAwait(false);
        await CheckRightsAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task CheckWritableAsync(CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync(new NpgsqlBatchCommand("select current_setting('transaction_read_only')"), static row => row.GetString(0), cancellationToken).ConfigureAwait(false);
        if (rows[0] == "on")
        {
            throw new UnitStoreException(
                $"{database.Place}, is read-only. Units of work need a server that takes writes: with several hosts in the connection string, 'Target Session Attributes=primary' finds it.");
        }
    }

    /// <summary>Rights that are missing are said when the application starts, and not when the first unit comes.</summary>
    private async Task CheckRightsAsync(CancellationToken cancellationToken)
    {
        var missing = await database.QueryAsync(
            new NpgsqlBatchCommand("""
                select r.name || ' on ' || c.relname from pg_class c
                join pg_namespace n on n.oid = c.relnamespace
                cross join lateral unnest(case c.relkind when 'S' then array['usage'] else array['select', 'insert', 'update', 'delete'] end) as r(name)
                where n.nspname = $1 and c.relname in ('unit', 'checkpoint', 'lease', 'node', 'tally', 'place', 'epoch', 'session')
                    and not case c.relkind when 'S' then has_sequence_privilege(c.oid, r.name) else has_table_privilege(c.oid, r.name) end
                order by 1
                """).Text(database.Schema.Name),
            static row => row.GetString(0),
            cancellationToken).ConfigureAwait(false);
        if (missing.Count > 0)
        {
            throw new UnitStoreException($"{database.Place}, cannot be used: the user '{database.User}' has no right to {string.Join(", ", missing)}. {DatabaseErrors.Grants(database)}");
        }
    }

    /// <summary>Finds the version of the tables; null if there are none.</summary>
    private async Task<int?> FindVersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // to_regclass would need the right to use the schema only to say that there is none.
        var found = await connection.QueryAsync(
            new NpgsqlBatchCommand("select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname = 'version'").Text(database.Schema.Name),
            static row => row.GetInt32(0),
            cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
        {
            return null;
        }

        var versions = await connection.QueryAsync(new NpgsqlBatchCommand($"select version from {Table}"), static row => row.GetInt32(0), cancellationToken).ConfigureAwait(false);
        return versions.Count == 0 ? null : versions[0];
    }

    private void CheckKnown(int version)
    {
        if (version > SchemaScript.Version)
        {
            throw new UnitStoreException(string.Create(
                CultureInfo.InvariantCulture,
                $"{database.Place}, has tables of version {version}, and this version of Dagstack.Extensions.Orchestration.PostgreSql knows {SchemaScript.Version}. Update the package, or name another schema."));
        }
    }

    private async Task<int> MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            // "if not exists" of two at the same time fails: whoever is second waits, and finds all made.
            await ExecuteAsync(connection, string.Create(CultureInfo.InvariantCulture, $"select pg_advisory_xact_lock({database.Schema.LockSpace}, {MigrationLock})"), cancellationToken).ConfigureAwait(false);
            var version = await FindVersionAsync(connection, cancellationToken).ConfigureAwait(false) ?? 0;
            CheckKnown(version);
            if (version == 0)
            {
                await MakeSchemaAsync(connection, cancellationToken).ConfigureAwait(false);
            }

            for (var next = version + 1; next <= SchemaScript.Version; next++)
            {
                await ExecuteAsync(connection, SchemaScript.Step(next, database.Schema), cancellationToken).ConfigureAwait(false);
            }

            await ExecuteAsync(connection, string.Create(CultureInfo.InvariantCulture, $"update {Table} set version = {SchemaScript.Version}"), cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return SchemaScript.Version;
        }
    }

    private async Task MakeSchemaAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var isThere = await connection.QueryAsync(
            new NpgsqlBatchCommand("select 1 from pg_namespace where nspname = $1").Text(database.Schema.Name),
            static row => row.GetInt32(0),
            cancellationToken).ConfigureAwait(false);
        if (isThere.Count == 0)
        {
            await ExecuteAsync(connection, $"create schema {database.Schema.Quoted}", cancellationToken).ConfigureAwait(false);
        }

        await ExecuteAsync(connection, $"create table {Table} (is_one boolean primary key default true check (is_one), version int not null); insert into {Table} (version) values (0)", cancellationToken).ConfigureAwait(false);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>A store's file that is being opened: made or migrated, and another epoch begun.</summary>
/// <param name="file">The file.</param>
/// <param name="options">How it is kept.</param>
/// <param name="logger">Where it is said.</param>
internal sealed class SqliteOpening(string file, SqliteUnitStoreOptions options, ILogger logger)
{
    /// <summary>So many pages are written beside the file before they are brought into it: the more, the seldomer a page is written that is changed often.</summary>
    private const string Checkpointing = "pragma wal_autocheckpoint = 4000";

    private const string LogLimit = "pragma journal_size_limit = 67108864";
    private const string Cache = "pragma cache_size = -65536";
    private const string NextEpoch = "update store set epoch = epoch + 1";
    private const string ReadEpoch = "select epoch from store";
    private const string Lost = "select coalesce(sum(units), 0) from counter where state = 1";

    /// <summary>Opens it and begins an epoch.</summary>
    /// <returns>The epoch.</returns>
    /// <exception cref="UnitStoreException">It cannot be opened.</exception>
    public long Begin()
    {
        try
        {
            using var session = new SqliteSession(file, SqliteOpenMode.ReadWriteCreate, options.BusyTimeout);
            var found = SqliteSchema.Check(session, file);
            Prepare(session);
            SqliteSchema.Migrate(session, found);
            if (found != SqliteSchema.Current && found != 0)
            {
                logger.StoreMigrated(file, found, SqliteSchema.Current);
            }

            session.Begin();
            session.Execute(NextEpoch);
            var epoch = (long)session.Execute(ReadEpoch)!;
            session.Commit();
            logger.StoreOpened(file, epoch, (long)session.Execute(Lost)!);
            return epoch;
        }
        catch (SqliteException fault)
        {
            throw SqliteFaults.Translate(fault, file);
        }
    }

    /// <summary>Opens a connection that writes to a file that is there.</summary>
    public SqliteSession Writer()
    {
        var session = new SqliteSession(file, SqliteOpenMode.ReadWrite, options.BusyTimeout);
        try
        {
            Prepare(session);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection that reads.</summary>
    public SqliteSession Reader() => new(file, SqliteOpenMode.ReadOnly, options.BusyTimeout);

    private void Prepare(SqliteSession session)
    {
        if ((string)session.Execute("pragma journal_mode = wal")! != "wal")
        {
            throw new UnitStoreException($"The store of units of work '{file}' cannot be kept with a write-ahead log: its file system has no shared memory for files, as some network file systems have none. Put it on a local disk.");
        }

        session.Execute(options.Synchronous == SqliteSynchronous.Full ? "pragma synchronous = full" : "pragma synchronous = normal");
        session.Execute(Checkpointing);
        session.Execute(LogLimit);
        session.Execute(Cache);
    }
}

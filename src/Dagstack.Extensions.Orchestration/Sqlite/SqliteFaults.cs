using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>What errors of SQLite mean for a store.</summary>
internal static class SqliteFaults
{
    /// <summary>Makes of an error of SQLite what an operator reads.</summary>
    /// <param name="fault">The error.</param>
    /// <param name="file">The store's file.</param>
    public static UnitStoreException Translate(SqliteException fault, string file) => fault.SqliteErrorCode switch
    {
        raw.SQLITE_NOTADB => new UnitStoreException($"'{file}' is no SQLite database, so it is no store of units of work. It was left as it is: move it away, or name another path. ({fault.Message})", fault),
        raw.SQLITE_CORRUPT => new UnitStoreException($"The store of units of work '{file}' is damaged, or was cut off. It was left as it is: put a backup in its place (with no -wal and -shm file beside it), rescue what there is with the 'sqlite3' shell's .recover, or name another path. ({fault.Message})", fault),
        raw.SQLITE_FULL => Out(file, "the disk is full, or the file has come to its limit. Make room; it goes on by itself", fault),
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => Out(file, "it cannot be written. Give this process the right to write the file and its folder; it goes on by itself", fault),
        raw.SQLITE_CANTOPEN => Out(file, "it cannot be opened. See that its folder is there and that this process may read and write in it; it goes on by itself", fault),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => Out(file, "another program has it locked: a backup, or the 'sqlite3' shell. It goes on once that has ended", fault),
        raw.SQLITE_IOERR => Out(file, "its disk reports an error. Look at the disk and the system's log; it goes on by itself", fault),
        raw.SQLITE_NOMEM => Out(file, "there is no memory left. It goes on by itself", fault),
        _ => new UnitStoreException($"The store of units of work '{file}' has failed: {fault.Message}", fault),
    };

    private static UnitStoreUnavailableException Out(string file, string what, SqliteException fault) =>
        new($"The store of units of work '{file}' is out: {what}. ({fault.Message})", fault);
}

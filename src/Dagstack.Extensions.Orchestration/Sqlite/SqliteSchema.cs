using System.Globalization;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>The tables of a store's file, and the steps from older ones.</summary>
internal static class SqliteSchema
{
    /// <summary>Tells the files of this store from those of others: the letters DSUW.</summary>
    private const long ApplicationId = 0x44535557;

    /// <summary>The steps: each makes of a file of the format before it one of its own. A step that was released is never changed.</summary>
    private static readonly string[] s_steps = [SqliteFormat1.Sql];

    /// <summary>Gets the format that this code writes.</summary>
    public static long Current => s_steps.Length;

    /// <summary>Looks at a file, and changes nothing.</summary>
    /// <param name="session">The connection to it.</param>
    /// <param name="file">The file.</param>
    /// <returns>The format that it has; 0 if it is new.</returns>
    /// <exception cref="UnitStoreException">It is of somebody else, or of newer code.</exception>
    public static long Check(SqliteSession session, string file)
    {
        var found = (long)session.Execute("pragma user_version")!;
        var owner = (long)session.Execute("pragma application_id")!;
        var isEmpty = (long)session.Execute("select count(*) from sqlite_schema")! == 0;
        if (owner != ApplicationId && !(isEmpty && owner == 0 && found == 0))
        {
            throw new UnitStoreException($"'{file}' is a SQLite database of something else, not a store of units of work. It was left as it is: name another path.");
        }

        if (found > Current)
        {
            throw new UnitStoreException($"The store of units of work '{file}' is of format {found}, and this version of Dagstack.Extensions.Orchestration knows formats up to {Current}. "
                + "It was left as it is: run the newer version that has written it, or name another path.");
        }

        return found;
    }

    /// <summary>Brings a file to the current format.</summary>
    /// <param name="session">The connection to it.</param>
    /// <param name="found">The format that it has.</param>
    public static void Migrate(SqliteSession session, long found)
    {
        for (var format = found; format < Current; format++)
        {
            session.Begin();
            session.Execute(s_steps[format]);
            session.Execute(string.Create(CultureInfo.InvariantCulture, $"pragma application_id = {ApplicationId}"));
            session.Execute(string.Create(CultureInfo.InvariantCulture, $"pragma user_version = {format + 1}"));
            session.Commit();
        }
    }
}

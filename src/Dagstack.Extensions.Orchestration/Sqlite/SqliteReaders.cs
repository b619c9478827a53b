using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>The connections that read, a few of them. They see what is committed, and hold up nobody who writes.</summary>
/// <param name="file">The file.</param>
/// <param name="open">Opens a connection that reads.</param>
internal sealed class SqliteReaders(string file, Func<SqliteSession> open) : IAsyncDisposable
{
    private const int Connections = 4;

    private readonly ConcurrentBag<SqliteSession> _free = [];
    private readonly SemaphoreSlim _turns = new(Connections);
    private volatile bool _isEnding;

    /// <summary>Reads what is there at one moment.</summary>
    /// <param name="read">What is read, on any thread.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isEnding)
            {
                throw SqliteUnitStore.Closed(file);
            }

            return await Task.Run(() => Read(read), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>Ends, once what is being read is read.</summary>
    public async ValueTask DisposeAsync()
    {
        _isEnding = true;
        for (var i = 0; i < Connections; i++)
        {
            await _turns.WaitAsync().ConfigureAwait(false);
        }

        while (_free.TryTake(out var session))
        {
            session.Dispose();
        }

        _turns.Release(Connections);
    }

    private T Read<T>(Func<SqliteSession, T> read)
    {
        SqliteSession? session = null;
        try
        {
            if (!_free.TryTake(out session))
            {
                session = open();
            }

            session.BeginReading();
            var result = read(session);
            session.Commit();
            _free.Add(session);
            return result;
        }
        catch (Exception fault)
        {
            session?.Dispose();
            if (fault is SqliteException sqlite)
            {
                throw SqliteFaults.Translate(sqlite, file);
            }

            throw;
        }
    }
}

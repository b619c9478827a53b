using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Orchestration.Sqlite;

/// <summary>The one connection that writes, on a thread of its own: SQLite waits for the disk while it commits.</summary>
/// <param name="file">The file.</param>
/// <param name="open">Opens a connection that writes.</param>
/// <param name="epoch">The epoch of the file since it was opened.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it is said that the store is out, and back.</param>
/// <param name="tell">Told of what has happened to units.</param>
internal sealed class SqliteWriter(string file, Func<SqliteSession> open, long epoch, TimeProvider time, ILogger logger, Action<UnitSignal> tell) : IAsyncDisposable
{
    private const string Read = "select epoch, last_number from store";

    private readonly BlockingCollection<Action> _jobs = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqliteSession? _session;
    private long _lastNumber;
    private bool _isOut;

    /// <summary>Begins to work.</summary>
    public void Start() => new Thread(Work) { IsBackground = true, Name = "Dagstack units of work, SQLite" }.Start();

    /// <summary>Makes something durable by one commit.</summary>
    /// <param name="write">What is written, on the thread of this writer.</param>
    /// <param name="cancellationToken">Gives up waiting; what was begun is written all the same.</param>
    public Task<T> WriteAsync<T>(Func<SqliteTransaction, T> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _jobs.Add(() => Do(write, answer, cancellationToken), CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            // It ends: no more is taken.
            throw SqliteUnitStore.Closed(file);
        }

        return answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Ends, once what was taken is written.</summary>
    public ValueTask DisposeAsync()
    {
        _jobs.CompleteAdding();
        return new(_ended.Task);
    }

    private void Work()
    {
        foreach (var job in _jobs.GetConsumingEnumerable())
        {
            job();
        }

        _session?.Dispose();
        _jobs.Dispose();
        _ended.SetResult();
    }

    private void Do<T>(Func<SqliteTransaction, T> write, TaskCompletionSource<T> answer, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            answer.SetCanceled(cancellationToken);
            return;
        }

        IReadOnlyList<UnitSignal> signals;
        try
        {
            (var result, signals) = Commit(write);
            answer.SetResult(result);
        }
        catch (Exception fault)
        {
            answer.SetException(fault);
            return;
        }

        foreach (var signal in signals)
        {
            tell(signal);
        }
    }

    private (T Result, IReadOnlyList<UnitSignal> Signals) Commit<T>(Func<SqliteTransaction, T> write)
    {
        try
        {
            var session = _session ??= Open();
            session.Begin();
            var transaction = new SqliteTransaction(session, epoch, time.GetUtcNow().UtcTicks, _lastNumber);
            var result = write(transaction);
            transaction.Flush();
            session.Commit();
            _lastNumber = transaction.LastNumber;
            if (_isOut)
            {
                _isOut = false;
                logger.StoreBack(file);
            }

            return (result, transaction.Signals);
        }
        catch (Exception fault)
        {
            // The next write begins with a new connection, and with what is in the file.
            _session?.Dispose();
            _session = null;
            if (fault is not SqliteException sqlite)
            {
                throw;
            }

            var problem = SqliteFaults.Translate(sqlite, file);
            if (!_isOut)
            {
                _isOut = true;
                logger.StoreOut(problem.Message);
            }

            throw problem;
        }
    }

    private SqliteSession Open()
    {
        var session = open();
        try
        {
            using var rows = session[Read].Read();
            if (!rows.Read() || rows.GetInt64(0) != epoch)
            {
                throw new UnitStoreException($"The store of units of work '{file}' was replaced, or opened by another process, while it was in use. Start this process again, and see that nobody else writes the file.");
            }

            _lastNumber = rows.GetInt64(1);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}

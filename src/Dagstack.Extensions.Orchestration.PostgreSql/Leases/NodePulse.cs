using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Leases;

/// <summary>
/// Says all the time that a process is alive, on a connection of its own, whose lock goes with it: then others see at once that the process is dead.
/// It also knows, by its own clock, when others take it for dead.
/// </summary>
internal sealed class NodePulse : IAsyncDisposable
{
    /// <summary>How long others may take to come back after their sessions were cut.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private const int Looks = 16;

    private readonly Database _database;
    private readonly NodeRow _row;
    private readonly PostgreSqlUnitStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _timeout;
    private Task _running = Task.CompletedTask;
    private long _lastBeat;
    private long _sessionBegan;
    private bool _hasFailed;
    private bool _isOut;
    private long? _robbed;

    /// <summary>Initializes a new instance of the <see cref="NodePulse"/> class.</summary>
    /// <param name="database">Where.</param>
    /// <param name="row">The row of the process.</param>
    /// <param name="options">How processes know of each other.</param>
    /// <param name="time">Its clock.</param>
    public NodePulse(Database database, NodeRow row, PostgreSqlUnitStoreOptions options, TimeProvider time)
    {
        (_database, _row, _options, _time) = (database, row, options, time);

        // To give up earlier would cut the session of a process that is alive, whose server is slow: others would see it dead at once.
        _timeout = 1 + (int)Math.Ceiling(options.DeadAfter.TotalSeconds);
    }

    /// <summary>It is taken for dead by others: how long it was silent.</summary>
    public event Action<TimeSpan>? Died;

    /// <summary>It is alive again: how long it was silent.</summary>
    public event Action<TimeSpan>? Returned;

    /// <summary>Saying so has failed: why.</summary>
    public event Action<string>? Failed;

    /// <summary>Others have taken something from it, or may have.</summary>
    public event Func<CancellationToken, Task>? Robbed;

    /// <summary>Whether it is alive, as far as it knows.</summary>
    public bool IsAlive => _entered.Task.IsCompletedSuccessfully && !Volatile.Read(ref _isOut) && Silence <= _options.DeadAfter;

    /// <summary>Whether others whose sessions are gone have had the time to come back, if what cut this one's session has cut theirs.</summary>
    public bool JudgesSessions => HasSettled(Settling < _options.DeadAfter ? Settling : _options.DeadAfter);

    /// <summary>Whether others whose beats are late have had the time to come back.</summary>
    public bool JudgesBeats => HasSettled(_options.DeadAfter);

    private TimeSpan Silence => _time.GetElapsedTime(Volatile.Read(ref _lastBeat));

    /// <summary>Begins.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UnitStoreException">It cannot.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        _running = Task.WhenAll(BeatAsync(_stop.Token), WatchAsync(_stop.Token));
        await _entered.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private bool HasSettled(TimeSpan time) => !Volatile.Read(ref _hasFailed) || _time.GetElapsedTime(Volatile.Read(ref _sessionBegan)) >= time;

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await _database.UseAsync(
                    async (connection, token) =>
                    {
                        await EnterAsync(connection, token).ConfigureAwait(false);
                        pause = FirstPause;
                        await BeatAsync(connection, token).ConfigureAwait(false);
                        return true;
                    },
                    cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is UnitStoreException or ObjectDisposedException or InvalidOperationException)
            {
                if (_entered.TrySetException(error))
                {
                    return;
                }

                Volatile.Write(ref _hasFailed, true);
                Failed?.Invoke(error.Message);
            }

            await PauseAsync(pause, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 > _options.Beat ? _options.Beat : pause * 2;
        }
    }

    private async Task EnterAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var asked = _time.GetTimestamp();
        await _row.EnterAsync(connection, _timeout, cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _sessionBegan, asked);
        _robbed = null;
        Note(asked);
        _entered.TrySetResult();
    }

    private async Task BeatAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Counted from before the question: the server's clock was read after it.
            var asked = _time.GetTimestamp();
            if (await _row.BeatAsync(connection, _timeout, cancellationToken).ConfigureAwait(false) is not { } robbed)
            {
                await EnterAsync(connection, cancellationToken).ConfigureAwait(false);
                continue;
            }

            Note(asked);
            if (_robbed != robbed)
            {
                if (_entered.Task.IsCompletedSuccessfully && Robbed is { } check)
                {
                    await check(cancellationToken).ConfigureAwait(false);
                }

                _robbed = robbed;
            }

            await Task.Delay(_options.Beat, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Note(long asked)
    {
        var silence = Silence;
        if (_entered.Task.IsCompleted && silence > _options.DeadAfter)
        {
            Die();
        }

        Volatile.Write(ref _lastBeat, asked);
        if (Interlocked.Exchange(ref _isOut, false))
        {
            Returned?.Invoke(silence);
        }
    }

    /// <summary>A beat that hangs says nothing: the clock is looked at beside it.</summary>
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (_entered.Task.IsCompletedSuccessfully && Silence > _options.DeadAfter)
            {
                Die();
            }

            await PauseAsync(_options.DeadAfter / Looks, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Die()
    {
        if (!Interlocked.Exchange(ref _isOut, true))
        {
            Volatile.Write(ref _hasFailed, true);
            Died?.Invoke(Silence);
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken) =>
        await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}

namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>A process that this host has started, with all that it starts in its turn.</summary>
/// <remarks>
/// It leads a group of its own, gets nothing that was not listed, and is gone when the host is, however that went. What it leaves behind in its
/// group when it ends gets SIGTERM at once and SIGKILL two seconds later; descendants that left the group are their own.
/// </remarks>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_drain = TimeSpan.FromMilliseconds(50);

    private readonly IChildGroup _group;
    private readonly ErrorOutput _error;
    private readonly TimeProvider _time;
    private readonly Lock _sync = new();
    private readonly CancellationTokenSource _hurry = new();
    private readonly TaskCompletionSource _leaderEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ChildEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _restEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<bool>? _ladder;
    private Task? _disposal;
    private bool _signalled;

    private ChildProcess(string name, IChildGroup group, ChildProcessSettings settings)
    {
        (Name, _group, _time) = (name, group, settings.Time);
        _error = new ErrorOutput(group.Error, settings.ErrorLine, settings.Mask);
        group.WhenEnded(OnEnded);
    }

    /// <summary>Whose process it is, as messages say it.</summary>
    public string Name { get; }

    /// <summary>The number of the process, and of its group.</summary>
    public int Id => _group.Id;

    /// <summary>Whether the system ends the group when the host is killed; false on a Unix without <c>/bin/sh</c>.</summary>
    public bool IsGuarded => _group.IsGuarded;

    /// <summary>What the process reads. A write that is cancelled, or that is under way when a stop begins, may have written a part of what it was given.</summary>
    public Stream Input => _group.Input;

    /// <summary>What the process writes. It ends when all have closed it who could write, which may be long after <see cref="Ended"/>.</summary>
    public Stream Output => _group.Output;

    /// <summary>Completes as soon as the process itself has ended, before <see cref="Ended"/>: the moment from which nothing new is to be expected of it.</summary>
    public Task LeaderEnded => _leaderEnded.Task;

    /// <summary>Whether the process itself has ended, known before <see cref="LeaderEnded"/> is told of it.</summary>
    public bool HasEnded => _leaderEnded.Task.IsCompleted || _group.HasEnded();

    /// <summary>Completes when the process itself has ended and what it wrote last is read, for which it has 50 ms; whoever else holds its error output is not waited for.</summary>
    public Task<ChildEnd> Ended => _ended.Task;

    /// <summary>How many lines of its error output were dropped, because whoever gets them did not take them in time.</summary>
    public long DroppedLines => _error.Dropped;

    /// <summary>Starts a process.</summary>
    /// <exception cref="ChildStartException">It could not be started; nothing is left of the attempt.</exception>
    public static ChildProcess Start(ChildCommand command, ChildProcessSettings settings)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(settings);
        command.Check();
        return Start(command.Name, OperatingSystem.IsWindows() ? WindowsGroup.Start(command) : UnixGroup.Start(command, settings.Watch), settings);
    }

    /// <summary>Looks after a group that runs.</summary>
    /// <exception cref="ChildStartException">That is not possible; the group has been ended.</exception>
    internal static ChildProcess Start(string name, IChildGroup group, ChildProcessSettings settings)
    {
        try
        {
            return new ChildProcess(name, group, settings);
        }
        catch (Exception exception)
        {
            group.Abandon();
            throw new ChildStartException($"The process of {name} was started, and ended again at once, since the host cannot see when it ends: {ExceptionText.MessageOf(exception).TrimEnd('.', ' ')}. The host has reached a limit of threads, of memory or of open files: raise it, or run less.", exception);
        }
    }

    /// <summary>Brings the process and its group to an end: its input ends, after <paramref name="grace"/> SIGTERM, after 5 s SIGKILL.</summary>
    /// <param name="grace">How long it has after its input has ended; 5 s by default. Of calls that meet the first one's counts.</param>
    /// <param name="hurry">Time is over: whatever step is left is done at once, SIGKILL included. The stop itself is not cancelled.</param>
    /// <returns>How it ended; nothing of its group is left then.</returns>
    /// <exception cref="TimeoutException">Not even SIGKILL ended it within 5 s. The next stop tries again.</exception>
    public async Task<ChildEnd> StopAsync(TimeSpan? grace = null, CancellationToken hurry = default)
    {
        using var registration = hurry.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _hurry);
        Task<bool> ladder;
        lock (_sync)
        {
            if (_ladder is not { IsCompleted: false })
            {
                // One that was in vain is begun anew: what held the process may have let it go.
                _ladder = new StopLadder(Input.Dispose, Send, _leaderEnded.Task, _time).RunAsync(grace ?? StopLadder.DefaultGrace, _hurry.Token);
            }

            ladder = _ladder;
        }

        if (!await ladder.ConfigureAwait(false) && !_leaderEnded.Task.IsCompleted)
        {
            throw new TimeoutException($"Process {Id} of {Name} has not ended {StopLadder.AfterSignal.TotalSeconds:0} s after SIGKILL: it is held by the system (see 'ps -o stat,wchan -p {Id}'), or belongs to another user. End it by hand, or stop it once more.");
        }

        await _restEnded.Task.ConfigureAwait(false);
        return await _ended.Task.ConfigureAwait(false);
    }

    /// <summary>Waits longer for what the process wrote last: for who has the time, and nothing else to go by.</summary>
    /// <param name="end">Its end, with what was read until then.</param>
    /// <param name="patience">How long at most.</param>
    public async Task<ChildEnd> ReadAsync(ChildEnd end, TimeSpan patience)
    {
        await _error.Ended.WaitAsync(patience, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return end.With(_error.LastLines());
    }

    /// <summary>Ends the process and all of its group at once by SIGKILL. Nothing happens if there is nothing left.</summary>
    public void Kill() => Send(kill: true);

    /// <summary>Kills what still lives, and closes the streams.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_sync)
        {
            return new ValueTask(_disposal ??= Task.Run(DisposeCoreAsync));
        }
    }

    private async Task DisposeCoreAsync()
    {
        Kill();
        await _hurry.CancelAsync().ConfigureAwait(false);
        await _restEnded.Task.WaitAsync(StopLadder.AfterSignal, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _group.Dispose();
        await _error.Ended.ConfigureAwait(false);
    }

    private void Send(bool kill)
    {
        if (!_leaderEnded.Task.IsCompleted)
        {
            Volatile.Write(ref _signalled, true);
        }

        _group.Signal(kill);
    }

    private void OnEnded(ChildStatus status)
    {
        var byHost = Volatile.Read(ref _signalled);
        _group.Signal(kill: false);
        _leaderEnded.TrySetResult();
        _ = Task.Run(EndRestAsync);
        _ = Task.Run(() => TellEndAsync(status, byHost));
    }

    /// <summary>What the process wrote just before its end has to be read; what others write is not waited for.</summary>
    private async Task TellEndAsync(ChildStatus status, bool byHost)
    {
        IReadOnlyList<string> lines = [];
        try
        {
            await _error.Ended.WaitAsync(s_drain, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lines = _error.LastLines();
        }
        catch (Exception)
        {
            // An end without its last lines is one all the same.
        }
        finally
        {
            _ended.TrySetResult(new ChildEnd(status, byHost, lines));
        }
    }

    private async Task EndRestAsync()
    {
        try
        {
            if (!await RestIsGoneAsync(TimeSpan.FromSeconds(2), _hurry.Token).ConfigureAwait(false))
            {
                _group.Signal(kill: true);
                await RestIsGoneAsync(TimeSpan.FromSeconds(1), CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // Whoever cannot look any more leaves nobody behind.
            _group.Signal(kill: true);
        }
        finally
        {
            LetGo();
        }
    }

    private void LetGo()
    {
        try
        {
            _group.Release();
        }
        finally
        {
            _restEnded.TrySetResult();
        }
    }

    private async Task<bool> RestIsGoneAsync(TimeSpan limit, CancellationToken hurry)
    {
        var start = _time.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(1);
        while (_group.IsAlive())
        {
            if (hurry.IsCancellationRequested || _time.GetElapsedTime(start) >= limit)
            {
                return false;
            }

            await Task.Delay(pause, _time, hurry).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = TimeSpan.FromMilliseconds(Math.Min(2 * pause.TotalMilliseconds, 64));
        }

        return true;
    }
}

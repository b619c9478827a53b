namespace Dagstack.Extensions.Plugins.Sinks;

/// <summary>A unit of work while a plugin runs it. What it is given works until its end, and saves nothing afterwards.</summary>
internal sealed class RunningUnit
{
    /// <summary>How long the end of one that was cancelled waits for what is being saved.</summary>
    private static readonly TimeSpan s_lastSaves = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly HashSet<Task> _kept = [];
    private bool _isClosed;

    /// <param name="plugin">The plugin that runs it.</param>
    /// <param name="given">What the unit is, as whoever runs it says.</param>
    /// <param name="time">Where the time of its reports comes from.</param>
    public RunningUnit(PluginId plugin, UnitContext given, TimeProvider time)
    {
        Plugin = plugin;
        Context = new()
        {
            UnitId = given.UnitId,
            PartitionKey = given.PartitionKey,
            Attempt = given.Attempt,
            Progress = new UnitProgress(this, given.Progress, time),
            Checkpoint = new UnitCheckpoint(this, given.Checkpoint),
        };
    }

    /// <summary>Gets the plugin that runs it.</summary>
    public PluginId Plugin { get; }

    /// <summary>Gets what the plugin is given.</summary>
    public UnitContext Context { get; }

    /// <summary>Gets a value indicating whether it has not ended.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return !_isClosed;
            }
        }
    }

    /// <summary>Finds the unit that code of a plugin is called in, ended or not; null outside of one, and in units of other plugins.</summary>
    public static RunningUnit? Of(PluginId plugin) => CallMetadata.Unit is RunningUnit unit && unit.Plugin == plugin ? unit : null;

    /// <summary>Begins a scope in which it is the unit of all that is called.</summary>
    public CallMetadataScope Enter() => CallMetadata.EnterUnit(this, Context.UnitId);

    /// <summary>Saves something for it.</summary>
    /// <param name="key">What is saved.</param>
    /// <param name="save">Saves it.</param>
    /// <exception cref="InvalidOperationException">It has ended.</exception>
    public async Task<T> SaveAsync<T>(string key, Func<Task<T>> save)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_isClosed)
            {
                throw new InvalidOperationException($"The unit of work '{Context.UnitId}' of the plugin '{Plugin}' has ended, and its checkpoint '{key}' was not changed. Await what a unit has begun before it returns.");
            }

            _kept.Add(done.Task);
        }

        try
        {
            return await save().ConfigureAwait(false);
        }
        finally
        {
            Release(done.Task);
            done.SetResult();
        }
    }

    /// <summary>Has the end of it wait for something that is still to be saved.</summary>
    public void Keep(Task saving)
    {
        lock (_gate)
        {
            _kept.Add(saving);
        }

        _ = saving.ContinueWith(Release, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Ends it: nothing is saved for it any more, but what is being saved.</summary>
    /// <param name="time">The clock of waits.</param>
    /// <param name="cancellationToken">Cancelled when it is not worth much time any more.</param>
    public async Task CloseAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var registration = cancellationToken.UnsafeRegister(static patience => ((CancellationTokenSource)patience!).CancelAfter(s_lastSaves), patience);
        while (TakeKept() is { Length: > 0 } kept)
        {
            await Task.WhenAll(kept).WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (patience.IsCancellationRequested)
            {
                break;
            }
        }

        lock (_gate)
        {
            _isClosed = true;
        }
    }

    private void Release(Task saving)
    {
        lock (_gate)
        {
            _kept.Remove(saving);
        }
    }

    /// <summary>Gets what is to be waited for, or ends it where that is nothing.</summary>
    private Task[] TakeKept()
    {
        lock (_gate)
        {
            Task[] kept = [.. _kept];
            _isClosed |= kept.Length == 0;
            return kept;
        }
    }
}

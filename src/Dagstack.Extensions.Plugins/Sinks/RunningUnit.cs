namespace Dagstack.Extensions.Plugins.Sinks;

/// <summary>A unit of work while a plugin runs it. What it is given works until its end, and saves nothing afterwards.</summary>
internal sealed class RunningUnit
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _saved;
    private int _saving;
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
        lock (_gate)
        {
            if (_isClosed)
            {
                throw new InvalidOperationException($"The unit of work '{Context.UnitId}' of the plugin '{Plugin}' has ended, and its checkpoint '{key}' was not changed. Await what a unit has begun before it returns.");
            }

            _saving++;
        }

        try
        {
            return await save().ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                if (--_saving == 0)
                {
                    _saved?.TrySetResult();
                }
            }
        }
    }

    /// <summary>Ends it: nothing is saved for it any more.</summary>
    /// <returns>A task that completes when what was being saved is saved, or has failed.</returns>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
            if (_saving == 0)
            {
                return Task.CompletedTask;
            }

            _saved ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _saved.Task;
        }
    }
}

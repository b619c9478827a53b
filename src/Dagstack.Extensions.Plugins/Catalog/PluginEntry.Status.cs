using Dagstack.Extensions.Plugins.Manifests;

namespace Dagstack.Extensions.Plugins.Catalog;

/// <content>Where the plugin is in its life, and what may follow.</content>
internal sealed partial class PluginEntry
{
    private volatile PluginStatus _status;
    private volatile bool _isOut;
    private bool _isOldServing;
    private int _alterations;

    public PluginStatus Status => _status;

    /// <summary>Gets a value indicating whether no start can help: the manifest is invalid, the plugin disabled or in conflict.</summary>
    public bool IsOut => _isOut;

    /// <summary>Gets the plugin whose failure is why this one is unavailable; null if it failed by itself.</summary>
    public PluginEntry? RootCause { get; private set; }

    /// <summary>Gets or sets what is told of each change of state, before anybody else is, and of each alteration.</summary>
    public Action? Moved { get; set; }

    /// <summary>Gets how often what the plugin says of itself has become another while it ran. Who keeps what it said looks here.</summary>
    public int Alterations => Volatile.Read(ref _alterations);

    /// <summary>Says that what the plugin says of itself is another from now on.</summary>
    public void Alter()
    {
        // Before the word of it: who hears it reads the new number.
        Interlocked.Increment(ref _alterations);
        Moved?.Invoke();
        _changed();
    }

    /// <summary>Moves to another state.</summary>
    /// <exception cref="InvalidOperationException">The contract does not let that state follow.</exception>
    public void Move(PluginState state, string? code = null, string? reason = null)
    {
        if (!TryMove(state, code, reason))
        {
            throw new InvalidOperationException($"The plugin '{Name}' cannot become {PluginStates.NameOf(state)}: it is {_status}.");
        }
    }

    /// <summary>Moves to another state, unless the one that was come to in the meantime does not let it follow.</summary>
    public bool TryMove(PluginState state, string? code = null, string? reason = null) =>
        TryMove(state, code, reason, requiresRestart: false, _status.ReadySince, _status.StartDuration);

    /// <summary>Counts a new instance, before anybody is let in to it: who has been answered by it finds its number in the status.</summary>
    public void BeginGeneration()
    {
        lock (Moving)
        {
            var now = _status;
            _status = Describe(now.State, now.Code, now.Reason, now.RequiresRestart, now.ReadySince, now.StartDuration, now.Generation + 1);
        }
    }

    /// <summary>Moves to ready with a new instance.</summary>
    public void MoveToReady(DateTimeOffset now, TimeSpan duration) =>
        TryMove(PluginState.Ready, code: null, reason: null, requiresRestart: false, now, duration);

    /// <summary>Moves to reloading.</summary>
    /// <param name="isOldServing">Whether the old instance goes on meanwhile.</param>
    public bool TryMoveToReloading(bool isOldServing)
    {
        lock (Moving)
        {
            _isOldServing = isOldServing;
            return TryMove(PluginState.Reloading);
        }
    }

    /// <summary>Moves from stopping to stopped.</summary>
    public void MoveToStopped(string? fault, bool requiresRestart) =>
        TryMove(PluginState.Stopped, fault is null ? null : PluginErrorCodes.TeardownErrors, fault, requiresRestart, readySince: null, duration: null);

    /// <summary>Gives a state another reason: one that is degraded may be so for more than one.</summary>
    public void ChangeReason(string reason)
    {
        lock (Moving)
        {
            var now = _status;
            if (now.Reason == Excerpt.Lines(reason))
            {
                return;
            }

            _status = Describe(now.State, now.Code, reason, now.RequiresRestart, now.ReadySince, now.StartDuration);
        }

        _changed();
    }

    /// <summary>Notes what came of a reload.</summary>
    /// <param name="reload">The reload, which may have been noted before, when less of it was over.</param>
    /// <param name="leaked">How many generations are in memory more, or fewer, than before.</param>
    /// <param name="requiresRestart">Whether a teardown said that only a restart releases everything.</param>
    public void Note(PluginReload? reload, int leaked = 0, bool requiresRestart = false)
    {
        lock (Moving)
        {
            var now = _status;
            _status = Describe(now.State, now.Code, now.Reason, requiresRestart || now.RequiresRestart, now.ReadySince, now.StartDuration, reload: reload, leaked: now.LeakedGenerations + leaked);
        }

        _changed();
    }

    /// <summary>Makes the plugin unavailable because one that it depends on does not serve.</summary>
    public void FailBecauseOf(PluginEntry dependency)
    {
        var root = dependency.RootCause ?? dependency;
        var (state, reason) = (PluginStates.NameOf(dependency.Status.State), root.Status.Reason);
        Move(PluginState.Unavailable, PluginErrorCodes.MissingDependency, root == dependency
            ? $"it depends on '{dependency.Name}', which is {state}: {reason}"
            : $"it depends on '{dependency.Name}', which is {state} because '{root.Name}' is {PluginStates.NameOf(root.Status.State)}: {reason}");
        RootCause = root;
    }

    /// <summary>Takes the plugin out: no start can help until it is let in again.</summary>
    public void TakeOut(PluginState state, string? code, string reason)
    {
        lock (Moving)
        {
            _isOut = true;
            var before = _status;
            if (before.State == state && before.Code == code && before.Reason == Excerpt.Lines(reason))
            {
                return;
            }

            if (TryMove(state, code, reason))
            {
                return;
            }

            if (!PluginTransitions.Allows(before.State, PluginState.Starting))
            {
                // Switched off or leaked, which says more.
                return;
            }

            if (before.State != state)
            {
                // One that was stopped before fails as any other start does.
                Move(PluginState.Starting);
                Move(PluginState.Unavailable, code, reason);
                return;
            }

            _status = Describe(state, code, reason, before.RequiresRestart);
        }

        _changed();
    }

    /// <summary>Takes out a plugin of which nothing is there. One that runs goes on, what starts or stops at the moment is its turn's, and what was stopped stays so until it is started.</summary>
    /// <param name="code">The code of the reason.</param>
    /// <param name="reason">Why.</param>
    /// <param name="isForGood">Whether one that was stopped is taken out too, since no start of it alone would help.</param>
    public void TakeOutAtRest(string? code, string reason, bool isForGood = false)
    {
        lock (Moving)
        {
            if (Activation is null && ((isForGood && _status.State == PluginState.Stopped) || _status.State is PluginState.Discovered or PluginState.Unavailable or PluginState.Disabled or PluginState.Leaked))
            {
                TakeOut(PluginState.Unavailable, code, reason);
            }
        }
    }

    /// <summary>Says of a plugin that is not there any more why its callers fail.</summary>
    public void Leave()
    {
        lock (Moving)
        {
            _isOut = true;
            _status = Describe(_status.State, _status.Code, $"it was removed: {(Source.Folder is { } folder ? $"'{folder}'" : "it")} is gone.", _status.RequiresRestart);
        }

        Moved?.Invoke();
        _changed();
    }

    /// <summary>Lets a plugin in again that was taken out. Its state stays until it is started.</summary>
    public void LetIn() => _isOut = false;

    private bool TryMove(PluginState state, string? code, string? reason, bool requiresRestart, DateTimeOffset? readySince, TimeSpan? duration)
    {
        lock (Moving)
        {
            var before = _status;
            if (!PluginTransitions.Allows(before.State, state))
            {
                return false;
            }

            RootCause = null;
            var isRunning = state is not (PluginState.Starting or PluginState.Stopped or PluginState.Leaked);
            _status = Describe(state, code, reason, requiresRestart || before.RequiresRestart, isRunning ? readySince : null, isRunning ? duration : null);
            Remember(before.State);
        }

        Moved?.Invoke();
        _changed();
        return true;
    }

    private PluginStatus Describe(
        PluginState state,
        string? code = null,
        string? reason = null,
        bool requiresRestart = false,
        DateTimeOffset? readySince = null,
        TimeSpan? duration = null,
        int? generation = null,
        PluginReload? reload = null,
        int? leaked = null) => new()
        {
            Id = Source.Id,
            State = state,
            Code = code,
            Reason = reason is null ? null : Excerpt.Lines(reason),
            Path = Source.Path,
            Version = Manifest?.Version,
            Publisher = Publisher.Of(Checked.OfAnyHost),
            IsUntrusted = Definition.IsUntrusted,
            Runtime = Checked.Runtime,
            Priority = Manifest?.Priority ?? 0,
            Capabilities = Manifest?.Capabilities ?? [],
            ReadySince = readySince,
            StartDuration = duration,
            RequiresRestart = requiresRestart,
            Generation = generation ?? _status?.Generation ?? 0,
            LastReload = reload ?? _status?.LastReload,
            LeakedGenerations = leaked ?? _status?.LeakedGenerations ?? 0,
            IsServing = state == PluginState.Reloading && _isOldServing,
        };
}

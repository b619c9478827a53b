using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Discovery;

namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>One plugin of one host: what it is, and where it is in its life.</summary>
internal sealed class PluginEntry
{
    private readonly Action _changed;
    private volatile PluginDefinition _definition;
    private volatile PluginStatus _status;
    private volatile bool _isOut;
    private bool _isOldServing;

    /// <param name="definition">What the plugin is.</param>
    /// <param name="moving">Held while a state changes, by all plugins of the host: who holds it sees all states as of one moment.</param>
    /// <param name="changed">Told of each change.</param>
    public PluginEntry(PluginDefinition definition, Lock moving, Action changed)
    {
        Moving = moving;
        _definition = definition;
        _changed = changed;
        _status = Describe(PluginState.Discovered);
    }

    /// <summary>Gets what is held while the state of any plugin of the host changes.</summary>
    public Lock Moving { get; }

    /// <summary>Gets what the plugin is now.</summary>
    public PluginDefinition Definition => _definition;

    public FoundPlugin Source => _definition.Source;

    /// <inheritdoc cref="PluginDefinition.Checked"/>
    public ManifestLoadResult Checked => _definition.Checked;

    /// <inheritdoc cref="PluginDefinition.Manifest"/>
    public PluginManifest? Manifest => _definition.Manifest;

    public PluginContract? Contract => _definition.Contract;

    /// <inheritdoc cref="PluginDefinition.Name"/>
    public string Name => _definition.Name;

    public PluginStatus Status => _status;

    /// <summary>Gets or sets the running instance; null while there is none.</summary>
    public PluginActivation? Activation { get; set; }

    /// <summary>Gets the end of starts that were given up, and of instances that have died; completed if there are none.</summary>
    public Task GivenUp { get; private set; } = Task.CompletedTask;

    /// <summary>Gets or sets the end of the instance before; completed if there is none.</summary>
    public Task Retiring { get; set; } = Task.CompletedTask;

    /// <summary>Gets the earlier generations that were still alive when that was last looked at.</summary>
    public List<StoppedInstance> Leaked { get; } = [];

    /// <summary>Gets or sets the instance that was stopped last, until somebody follows what is left of it.</summary>
    public StoppedInstance? Stopped { get; set; }

    /// <summary>Gets a value indicating whether no start can help: the manifest is invalid, the plugin disabled or in conflict.</summary>
    public bool IsOut => _isOut;

    /// <summary>Gets or sets what the plugin is about to become; null if it stays what it is. Others may not claim what that claims.</summary>
    public PluginDefinition? Candidate { get; set; }

    /// <summary>Gets or sets what is told of each change of state, before anybody else is.</summary>
    public Action? Moved { get; set; }

    /// <summary>Gets the plugin whose failure is why this one is unavailable; null if it failed by itself.</summary>
    public PluginEntry? RootCause { get; private set; }

    /// <summary>Adds an end that the next start waits for.</summary>
    /// <param name="end">The end, which does not fail.</param>
    public void AddGivenUp(Task end)
    {
        lock (Moving)
        {
            GivenUp = GivenUp.IsCompleted ? end : Task.WhenAll(GivenUp, end);
        }
    }

    /// <summary>Takes the running instance, whose end is then the taker's to see to: it may die at any time, and is ended once.</summary>
    /// <returns>Null if there is none.</returns>
    public PluginActivation? TakeActivation(PluginActivation? successor = null)
    {
        lock (Moving)
        {
            var taken = Activation;
            Activation = successor;
            return taken;
        }
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

    /// <summary>Moves to ready with a new instance.</summary>
    public void MoveToReady(DateTimeOffset now, TimeSpan duration) =>
        TryMove(PluginState.Ready, code: null, reason: null, requiresRestart: false, now, duration, _status.Generation + 1);

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

    /// <summary>Becomes what its manifest says now. Its identity and its contract stay.</summary>
    public void Become(PluginDefinition definition)
    {
        lock (Moving)
        {
            _definition = definition;
            var now = _status;
            _status = Describe(now.State, now.Code, now.Reason, now.RequiresRestart, now.ReadySince, now.StartDuration);
        }
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

    private bool TryMove(PluginState state, string? code, string? reason, bool requiresRestart, DateTimeOffset? readySince, TimeSpan? duration, int? generation = null)
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
            _status = Describe(state, code, reason, requiresRestart || before.RequiresRestart, isRunning ? readySince : null, isRunning ? duration : null, generation);
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

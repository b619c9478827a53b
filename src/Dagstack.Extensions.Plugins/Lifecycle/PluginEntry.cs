using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins;

/// <summary>One plugin of one host: what it is, where it is in its life, and the slot that callers reach it by.</summary>
internal sealed class PluginEntry
{
    private readonly Lock _moving = new();
    private readonly Action _changed;
    private volatile PluginStatus _status;

    public PluginEntry(PluginSource source, ManifestLoadResult checkedManifest, PluginContract? contract, SharedAssemblies shared, Action changed)
    {
        Source = source;
        Checked = checkedManifest;
        Contract = contract;
        Shared = shared;
        _changed = changed;
        _status = new()
        {
            Id = source.Id,
            State = PluginState.Discovered,
            Path = source.Path,
            Version = Manifest?.Version,
            Priority = Manifest?.Priority ?? 0,
            Capabilities = Manifest?.Capabilities ?? [],
        };
        Slot = new HostedSlot(this);
    }

    public PluginSource Source { get; }

    /// <summary>Gets the manifest as checked against this host.</summary>
    public ManifestLoadResult Checked { get; }

    /// <summary>Gets the manifest; null if it is not valid for this host.</summary>
    public PluginManifest? Manifest => Checked.Manifest;

    public PluginContract? Contract { get; }

    public SharedAssemblies Shared { get; }

    public HostedSlot Slot { get; }

    /// <summary>Gets what the plugin is called in messages: its identity, or the path of a manifest that has none.</summary>
    public string Name => Source.Id?.ToString() ?? Source.Path ?? "(no name)";

    public PluginStatus Status => _status;

    /// <summary>Gets or sets the running instance; null while there is none.</summary>
    public PluginActivation? Activation { get; set; }

    /// <summary>Gets or sets the end of a start that was given up; completed if there is none.</summary>
    public Task GivenUp { get; set; } = Task.CompletedTask;

    /// <summary>Gets or sets a value indicating whether no start can help: the manifest is invalid, the plugin disabled or in conflict.</summary>
    public bool IsOut { get; set; }

    /// <summary>Gets or sets what is told of each change of state, before anybody else is.</summary>
    public Action? Moved { get; set; }

    /// <summary>Gets the plugin whose failure is why this one is unavailable; null if it failed by itself.</summary>
    public PluginEntry? RootCause { get; private set; }

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

    public void MoveToReady(DateTimeOffset now, TimeSpan duration) => TryMove(PluginState.Ready, code: null, reason: null, requiresRestart: false, now, duration);

    /// <summary>Moves from stopping to stopped.</summary>
    public void MoveToStopped(string? fault, bool requiresRestart) =>
        TryMove(PluginState.Stopped, fault is null ? null : PluginErrorCodes.TeardownErrors, fault, requiresRestart, readySince: null, duration: null);

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

    /// <summary>Takes the plugin out for good.</summary>
    public void TakeOut(PluginState state, string? code, string reason)
    {
        IsOut = true;
        Move(state, code, reason);
    }

    private bool TryMove(PluginState state, string? code, string? reason, bool requiresRestart, DateTimeOffset? readySince, TimeSpan? duration)
    {
        lock (_moving)
        {
            var before = _status;
            if (!PluginTransitions.Allows(before.State, state))
            {
                return false;
            }

            RootCause = null;
            var isRunning = state is not (PluginState.Starting or PluginState.Stopped or PluginState.Leaked);
            _status = new()
            {
                Id = before.Id,
                State = state,
                Code = code,
                Reason = reason,
                Path = before.Path,
                Version = before.Version,
                Priority = before.Priority,
                Capabilities = before.Capabilities,
                ReadySince = isRunning ? readySince : null,
                StartDuration = isRunning ? duration : null,
                RequiresRestart = requiresRestart || before.RequiresRestart,
            };
        }

        Moved?.Invoke();
        _changed();
        return true;
    }
}

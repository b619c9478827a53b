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
        Slot = new HostedSlot(() => _status);
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

    /// <summary>Moves to another state.</summary>
    /// <exception cref="InvalidOperationException">The contract does not let that state follow.</exception>
    public void Move(PluginState state, string? code = null, string? reason = null, bool requiresRestart = false)
    {
        if (!TryMove(state, code, reason, requiresRestart))
        {
            throw new InvalidOperationException($"The plugin '{Name}' cannot become {PluginStates.NameOf(state)}: it is {_status}.");
        }
    }

    /// <summary>Moves to another state, unless the one that was come to in the meantime does not let it follow.</summary>
    public bool TryMove(PluginState state, string? code = null, string? reason = null, bool requiresRestart = false)
    {
        lock (_moving)
        {
            if (!PluginTransitions.Allows(_status.State, state))
            {
                return false;
            }

            _status = _status.After(state, code, reason, requiresRestart);
        }

        _changed();
        return true;
    }

    /// <summary>Takes the plugin out for good.</summary>
    public void TakeOut(PluginState state, string? code, string reason)
    {
        IsOut = true;
        Move(state, code, reason);
    }
}

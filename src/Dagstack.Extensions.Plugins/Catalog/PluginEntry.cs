using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Discovery;

namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>One plugin of one host: what it is, and where it is in its life.</summary>
internal sealed partial class PluginEntry
{
    private readonly Action _changed;
    private readonly TimeProvider _time;
    private volatile PluginDefinition _definition;

    /// <param name="definition">What the plugin is.</param>
    /// <param name="moving">Held while a state changes, by all plugins of the host: who holds it sees all states as of one moment.</param>
    /// <param name="changed">Told of each change.</param>
    /// <param name="time">Tells when states change.</param>
    public PluginEntry(PluginDefinition definition, Lock moving, Action changed, TimeProvider time)
    {
        Moving = moving;
        _definition = definition;
        _changed = changed;
        _time = time;
        _status = Describe(PluginState.Discovered);
        Remember(from: null);
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

    /// <summary>Gets or sets the running instance; null while there is none.</summary>
    public PluginActivation? Activation
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    }

    /// <summary>Gets the end of starts that were given up, and of instances that have died; completed if there are none.</summary>
    public Task GivenUp { get; private set; } = Task.CompletedTask;

    /// <summary>Gets or sets the end of the instance before; completed if there is none.</summary>
    public Task Retiring { get; set; } = Task.CompletedTask;

    /// <summary>Gets the earlier generations that were still alive when that was last looked at.</summary>
    public List<StoppedInstance> Leaked { get; } = [];

    /// <summary>Gets or sets the instance that was stopped last, until somebody follows what is left of it.</summary>
    public StoppedInstance? Stopped { get; set; }

    /// <summary>Gets or sets what the plugin is about to become; null if it stays what it is. Others may not claim what that claims.</summary>
    public PluginDefinition? Candidate { get; set; }

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
            if (taken is not null)
            {
                FollowCalls(taken.Target);
            }

            if (successor is not null)
            {
                Calls.Follow(successor.Target);
            }

            Activation = successor;
            if (successor is null)
            {
                Health = null;
            }

            return taken;
        }
    }

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
}

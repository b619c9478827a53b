namespace Dagstack.Extensions.Plugins;

/// <summary>A snapshot of one plugin: what it is, where it is in its life, and why.</summary>
public sealed class PluginStatus
{
    /// <summary>Gets the plugin's identity.</summary>
    /// <value>Null for a manifest whose kind or name cannot be read; <see cref="Path"/> says which file that is.</value>
    public PluginId? Id { get; init; }

    /// <summary>Gets the plugin's state.</summary>
    public required PluginState State { get; init; }

    /// <summary>Gets the code of the error behind the state, one of <see cref="PluginErrorCodes"/>.</summary>
    /// <value>Null while there is none.</value>
    public string? Code { get; init; }

    /// <summary>Gets what is wrong and what to do about it.</summary>
    /// <value>Null while nothing is.</value>
    public string? Reason { get; init; }

    /// <summary>Gets where the plugin is from: the path of its manifest, <c>assembly.dll!resource</c> for one that is embedded, <c>assembly.dll!class</c> for a class with <see cref="PluginAttribute"/>.</summary>
    /// <value>Null for a plugin that was given in code.</value>
    public string? Path { get; init; }

    /// <summary>Gets the plugin's own version, as its manifest says.</summary>
    public string? Version { get; init; }

    /// <summary>Gets who says to have published the plugin: the maintainer that its manifest names, else its authors.</summary>
    /// <value>Null where it names nobody. It is a label, and proves nothing.</value>
    public string? Publisher { get; init; }

    /// <summary>Gets a value indicating whether the host has a list of trusted publishers, and none of the plugin's is on it.</summary>
    /// <remarks>It is served all the same, and marked as <c>untrusted</c> where plugins are listed. See §2 of the plugin contract.</remarks>
    /// <value>False where the variable <c>DAGSTACK_PLUGIN_TRUSTED_PUBLISHERS</c> is not set.</value>
    public bool IsUntrusted { get; init; }

    /// <summary>Gets the runtime that runs the plugin in this host: of those that its manifest names, the first that the host has.</summary>
    /// <value>One of <see cref="PluginRuntimes"/>, or of the host's own; null where the manifest cannot be read or names none that the host has.</value>
    public string? Runtime { get; init; }

    /// <summary>Gets how many calls were in the plugin when the snapshot was taken, those included that an instance which is being stopped or replaced still ends.</summary>
    /// <value>0 by default. A stream counts until its enumerator is disposed, a call that waits for its turn does not.</value>
    public long CallsInFlight { get; init; }

    /// <summary>Gets the plugin's priority.</summary>
    public int Priority { get; init; }

    /// <summary>Gets what the plugin declares to be able to do, as its manifest says.</summary>
    /// <value>Empty if it declares nothing.</value>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Gets when the running instance became ready.</summary>
    /// <value>In UTC; null while none is running.</value>
    public DateTimeOffset? ReadySince { get; init; }

    /// <summary>Gets how long the start of the running instance took.</summary>
    /// <value>Null while none is running.</value>
    public TimeSpan? StartDuration { get; init; }

    /// <summary>Gets a value indicating whether calls are served in this state: ready, degraded, and reloading while the old instance goes on.</summary>
    public bool IsServing
    {
        get => field || State is PluginState.Ready or PluginState.Degraded;
        init;
    }

    /// <summary>Gets how many instances of the plugin have been started in this host, the running one included: 1 after its start, one more with each that took the place of another.</summary>
    /// <value>0 until the first is ready.</value>
    public int Generation { get; init; }

    /// <summary>Gets the last reload, whatever came of it.</summary>
    /// <value>Null if there was none.</value>
    public PluginReload? LastReload { get; init; }

    /// <summary>Gets how many earlier generations could not be stopped or unloaded, and are still in memory.</summary>
    public int LeakedGenerations { get; init; }

    /// <summary>Gets a value indicating whether a teardown said that only a restart of the process releases everything.</summary>
    public bool RequiresRestart { get; init; }

    /// <summary>Returns the identity, the state and the reason.</summary>
    public override string ToString() =>
        $"{(Id is { } id ? id.ToString() : Path is null ? null : Excerpt.Printable(Path))} ({PluginStates.NameOf(State)}{(Reason is null ? string.Empty : ": " + Reason)})";
}

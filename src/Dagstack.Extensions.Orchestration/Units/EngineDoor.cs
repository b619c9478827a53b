using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Units;

/// <summary>Where the engine of a host is found while it is up.</summary>
/// <param name="registry">Says why it is not.</param>
internal sealed class EngineDoor(IPluginRegistry registry)
{
    /// <summary>The plugin that the engine is of.</summary>
    public static readonly PluginId Plugin = new("orchestrator", "local");

    private UnitEngine? _engine;

    /// <summary>Gets the engine.</summary>
    /// <exception cref="PluginUnavailableException">It is not up.</exception>
    public UnitEngine Engine => Volatile.Read(ref _engine) ?? throw Closed();

    public void Open(UnitEngine engine) => Volatile.Write(ref _engine, engine);

    public void Close() => Volatile.Write(ref _engine, null);

    /// <summary>Says why it is not up.</summary>
    public PluginUnavailableException Closed() => registry.Find(Plugin) switch
    {
        null => new(Plugin, PluginState.Unavailable, "it is not among the plugins of this host, though UseOrchestration was called. See IPluginRegistry.Plugins."),
        { IsServing: true } status => new(Plugin, status.State, "it stops at the moment."),
        var status => new(Plugin, status.State, status.Reason ?? "units of work can be used once the host has started, and until it stops.", status.Code),
    };
}

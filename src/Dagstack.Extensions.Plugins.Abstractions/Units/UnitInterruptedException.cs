namespace Dagstack.Extensions.Plugins;

/// <summary>A unit of work has not come to its end, since its plugin stopped, was replaced, died, or was not up: it is to be run again, from its checkpoint.</summary>
/// <remarks>It is no failure of the unit. See §9 of the plugin contract.</remarks>
public sealed class UnitInterruptedException : PluginRegistryException
{
    /// <summary>Creates the error.</summary>
    /// <param name="plugin">The plugin that was to run it.</param>
    /// <param name="unitId">The identity of the unit.</param>
    /// <param name="reason">What became of the plugin, as the end of a sentence that has it as its subject.</param>
    /// <param name="died">Whether the plugin's process died with the unit in it.</param>
    public UnitInterruptedException(PluginId plugin, string unitId, string reason, bool died = false)
        : base($"The unit of work '{unitId}' of the plugin '{plugin}' was interrupted: {reason} It is no failure of the unit; run it again once the plugin is up.") =>
        (Plugin, UnitId, Reason, Died) = (plugin, unitId, reason, died);

    /// <summary>Gets the plugin that was to run it.</summary>
    public PluginId Plugin { get; }

    /// <summary>Gets the identity of the unit.</summary>
    public string UnitId { get; }

    /// <summary>Gets what became of the plugin, as text: an exception of the plugin would keep its code loaded.</summary>
    public string Reason { get; }

    /// <summary>Gets a value indicating whether the plugin's process died with the unit in it, which the unit may be the cause of.</summary>
    public bool Died { get; }
}

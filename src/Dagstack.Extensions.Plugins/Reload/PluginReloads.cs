namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>Completes what is said of a reload.</summary>
internal static class PluginReloads
{
    /// <summary>Adds what became of the generation before.</summary>
    public static PluginReload With(this PluginReload reload, TimeSpan retireDuration, PluginUnloadOutcome unload, IReadOnlyList<PluginUnloadHint> hints) => new()
    {
        Plugin = reload.Plugin,
        Outcome = reload.Outcome,
        Generation = reload.Generation,
        At = reload.At,
        Code = reload.Code,
        Reason = reload.Reason,
        Duration = reload.Duration,
        RetireDuration = retireDuration,
        Unload = unload,
        Hints = hints,
    };
}

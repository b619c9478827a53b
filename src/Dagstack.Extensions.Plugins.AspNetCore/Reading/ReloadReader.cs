using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

internal static class ReloadReader
{
    public static PluginReloadItem Read(PluginReload reload) => new()
    {
        Outcome = NameOf(reload.Outcome),
        Generation = reload.Generation,
        At = reload.At,
        Code = ShownText.Name(reload.Code),
        Reason = ShownText.Text(reload.Reason),
        Seconds = reload.Duration.TotalSeconds,
        RetireSeconds = reload.RetireDuration.TotalSeconds,
        Unload = NameOf(reload.Unload),
        Hints = [.. reload.Hints.Select(Read)],
    };

    public static PluginUnloadHintItem Read(PluginUnloadHint hint) => new(ShownText.Name(hint.Cause), hint.IsFound, ShownText.Text(hint.Place), ShownText.Text(hint.Remedy));

    private static string NameOf(PluginReloadOutcome outcome) => outcome switch
    {
        PluginReloadOutcome.Replaced => "replaced",
        PluginReloadOutcome.Started => "started",
        PluginReloadOutcome.Removed => "removed",
        PluginReloadOutcome.Refused => "refused",
        _ => "failed",
    };

    private static string NameOf(PluginUnloadOutcome outcome) => outcome switch
    {
        PluginUnloadOutcome.Unloaded => "unloaded",
        PluginUnloadOutcome.StillAlive => "still_alive",
        _ => "none",
    };
}

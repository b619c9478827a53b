namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>The names of what things came to, in lower case with underscores, as states are written.</summary>
internal static class OutcomeNames
{
    public static string Of(PluginReloadOutcome outcome) => outcome switch
    {
        PluginReloadOutcome.Replaced => "replaced",
        PluginReloadOutcome.Started => "started",
        PluginReloadOutcome.Removed => "removed",
        PluginReloadOutcome.Refused => "refused",
        _ => "failed",
    };

    public static string Of(PluginUnloadOutcome outcome) => outcome switch
    {
        PluginUnloadOutcome.Unloaded => "unloaded",
        PluginUnloadOutcome.StillAlive => "still_alive",
        _ => "none",
    };
}

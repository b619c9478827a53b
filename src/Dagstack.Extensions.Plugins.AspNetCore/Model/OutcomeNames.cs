using Microsoft.Extensions.Diagnostics.HealthChecks;

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

    public static string Of(PluginStartOutcome outcome) => outcome switch
    {
        PluginStartOutcome.UnderWay => "under_way",
        PluginStartOutcome.Succeeded => "succeeded",
        PluginStartOutcome.DependencyFailed => "dependency_failed",
        PluginStartOutcome.Cancelled => "cancelled",
        _ => "failed",
    };

    public static string Of(ActivePluginChoice choice) => choice switch
    {
        ActivePluginChoice.OnlyOne => "only_one",
        ActivePluginChoice.Priority => "priority",
        ActivePluginChoice.Configuration => "configuration",
        ActivePluginChoice.Variable => "variable",
        ActivePluginChoice.Call => "call",
        _ => "none",
    };

    public static string Of(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}

namespace Dagstack.Extensions.Plugins.Diagnostics;

/// <summary>The names of what spans and measurements carry. See docs/telemetry.md.</summary>
internal static class TelemetryTags
{
    public const string Kind = "plugin.kind";
    public const string Name = "plugin.name";
    public const string Hook = "plugin.hook";
    public const string Runtime = "plugin.runtime";
    public const string State = "plugin.state";
    public const string Error = "error.type";
    public const string Outcome = "plugin.reload.outcome";
    public const string MetadataPrefix = "plugin.metadata.";

    public static string NameOf(PluginReloadOutcome outcome) => outcome switch
    {
        PluginReloadOutcome.Replaced => "replaced",
        PluginReloadOutcome.Failed => "failed",
        PluginReloadOutcome.Started => "started",
        PluginReloadOutcome.Removed => "removed",
        _ => "refused",
    };
}

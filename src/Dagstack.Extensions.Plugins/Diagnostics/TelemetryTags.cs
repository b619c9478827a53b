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
    public const string DispatchClass = "plugin.dispatch.class";
    public const string DispatchPlugins = "plugin.dispatch.plugins";
    public const string DispatchFailures = "plugin.dispatch.failures";
    public const string EventTopic = "plugin.event.topic";
    public const string EventOutcome = "plugin.event.outcome";
    public const string MetadataPrefix = "plugin.metadata.";

    /// <summary>Gets what stands for an error: the code of one of ours, the type of any other.</summary>
    public static string? NameOf(Exception fault) => fault is PluginRegistryException ours ? ours.Code : fault.GetType().FullName;

    public static string NameOf(PluginReloadOutcome outcome) => outcome switch
    {
        PluginReloadOutcome.Replaced => "replaced",
        PluginReloadOutcome.Failed => "failed",
        PluginReloadOutcome.Started => "started",
        PluginReloadOutcome.Removed => "removed",
        _ => "refused",
    };
}

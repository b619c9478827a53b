namespace Dagstack.Extensions.Plugins.Sinks;

/// <summary>The progress of a plugin: that of the unit of work in which it is called, and its own outside of one.</summary>
/// <param name="plugin">The plugin.</param>
/// <param name="own">Its own.</param>
/// <param name="time">Where the time of reports comes from.</param>
internal sealed class CurrentProgress(PluginId plugin, PluginProgress own, TimeProvider time) : PluginProgress(time)
{
    private PluginProgress Current => RunningUnit.Of(plugin)?.Context.Progress ?? own;

    protected override void EventCore(ProgressEvent progressEvent) => Pass(Current, progressEvent);

    protected override void ReportCore(ProgressReport report) => Pass(Current, report);
}

namespace Dagstack.Extensions.Plugins.Sinks;

/// <summary>The progress of a unit of work. What is reported after its end goes nowhere: who reports is not to fail by it.</summary>
/// <param name="unit">The unit.</param>
/// <param name="progress">Where it goes.</param>
/// <param name="time">Where the time of reports comes from.</param>
internal sealed class UnitProgress(RunningUnit unit, PluginProgress progress, TimeProvider time) : PluginProgress(time)
{
    protected override void EventCore(ProgressEvent progressEvent)
    {
        if (unit.IsOpen)
        {
            Pass(progress, progressEvent);
        }
    }

    protected override void ReportCore(ProgressReport report)
    {
        if (unit.IsOpen)
        {
            Pass(progress, report);
        }
    }
}

using Dagstack.Extensions.Plugins.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>Progress that goes to a log, at most one line per whole percent. Data and payloads are left to sinks that keep them.</summary>
internal sealed class LoggedProgress(ILogger logger, TimeProvider time) : PluginProgress(time)
{
    private int _percent = -1;

    protected override void EventCore(ProgressEvent progressEvent) => logger.ProgressEvent(progressEvent.Type);

    protected override void ReportCore(ProgressReport report)
    {
        // As a decimal, since 0.29 * 100 is a little less than 29.
        var percent = (int)((decimal)report.Fraction * 100);
        if (Interlocked.Exchange(ref _percent, percent) == percent)
        {
            return;
        }

        if (report.Message is { } message)
        {
            logger.ProgressMessage(percent, message);
        }
        else
        {
            logger.Progress(percent);
        }
    }
}

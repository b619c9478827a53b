using Dagstack.Extensions.Plugins.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>What a caller is told of progress by. What it throws is not the plugin's.</summary>
/// <param name="caller">The caller's own.</param>
/// <param name="plugin">The plugin that is called.</param>
/// <param name="logger">Told once for each call.</param>
internal sealed class CallerProgress(IProgress<ProgressReport> caller, PluginId plugin, ILogger logger) : IProgress<ProgressReport>
{
    private int _hasFailed;

    public void Report(ProgressReport value)
    {
        try
        {
            caller.Report(value);
        }
        catch (Exception fault)
        {
            if (Interlocked.Exchange(ref _hasFailed, 1) == 0)
            {
                logger.CallerProgressFailed(plugin, ExceptionText.MessageOf(fault), ExceptionText.Loggable(fault));
            }
        }
    }
}

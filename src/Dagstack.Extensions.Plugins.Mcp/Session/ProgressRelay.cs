using Dagstack.Extensions.Plugins.Mcp.Wire;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>Hands progress of a server on to where plugins report it.</summary>
/// <param name="progress">The plugin's own.</param>
/// <param name="logger">The plugin's logger.</param>
/// <param name="teller">Reports it, where that keeps nobody.</param>
internal sealed class ProgressRelay(PluginProgress progress, ILogger logger, Teller teller) : IProgress<WireProgress>
{
    public void Report(WireProgress value) => teller.Post(() => Tell(value));

    private void Tell(WireProgress value)
    {
        // The protocol counts in whatever a server likes; a host in fractions.
        var fraction = value.Total is > 0 ? value.Progress / value.Total.Value : value.Progress;
        try
        {
            if (double.IsFinite(fraction) && fraction is >= 0 and <= 1)
            {
                progress.Report(fraction, value.Message);
                return;
            }

            progress.Event("progress", new Dictionary<string, object?> { ["progress"] = double.IsFinite(value.Progress) ? value.Progress : null, ["message"] = value.Message });
        }
        catch (Exception fault)
        {
            logger.ProgressNotTaken(ExceptionText.Of(fault));
        }
    }
}

using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>Hands progress of a server on to where plugins report it.</summary>
/// <param name="progress">The plugin's own.</param>
internal sealed class ProgressRelay(PluginProgress progress) : IProgress<WireProgress>
{
    public void Report(WireProgress value)
    {
        // The protocol counts in whatever a server likes; a host in fractions.
        var fraction = value.Total is > 0 ? value.Progress / value.Total.Value : value.Progress;
        if (double.IsFinite(fraction) && fraction is >= 0 and <= 1)
        {
            progress.Report(fraction, value.Message);
            return;
        }

        progress.Event("progress", new Dictionary<string, object?> { ["progress"] = double.IsFinite(value.Progress) ? value.Progress : null, ["message"] = value.Message });
    }
}

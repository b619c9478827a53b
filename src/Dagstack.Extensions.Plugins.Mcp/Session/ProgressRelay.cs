using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Settings;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>Hands progress of a server on to where plugins report it.</summary>
/// <param name="progress">The plugin's own.</param>
/// <param name="logger">The plugin's logger.</param>
/// <param name="teller">Reports it, where that keeps nobody.</param>
/// <param name="mask">Takes secrets out of what is reported.</param>
internal sealed class ProgressRelay(PluginProgress progress, ILogger logger, Teller teller, SecretMask mask) : IProgress<WireProgress>
{
    public void Report(WireProgress value)
    {
        var told = value.Message is { } message ? value with { Message = mask.Apply(message) } : value;
        teller.Post(() => Tell(told));
    }

    /// <summary>Takes what a worker reports. It does not wait.</summary>
    public void Take(ReadOnlyMemory<byte> parameters)
    {
        using var document = JsonText.Parse(JsonMask.Apply(parameters, mask.Apply));
        var root = document.RootElement;
        var data = root.TryGetProperty("data", out var given) && given.ValueKind == JsonValueKind.Object ? PlainJson.Read(given) : null;
        var (type, message) = (JsonText.Find(root, "type"), JsonText.Find(root, "message"));
        var fraction = root.TryGetProperty("fraction", out var number) && number.ValueKind == JsonValueKind.Number ? number.GetDouble() : 0;
        teller.Post(() => Try(() =>
        {
            if (type is not null)
            {
                progress.Event(type, data);
            }
            else
            {
                progress.Report(fraction, message, data);
            }
        }));
    }

    private void Tell(WireProgress value)
    {
        // The protocol counts in whatever a server likes; a host in fractions.
        var fraction = value.Total is > 0 ? value.Progress / value.Total.Value : value.Progress;
        Try(() =>
        {
            if (double.IsFinite(fraction) && fraction is >= 0 and <= 1)
            {
                progress.Report(fraction, value.Message);
                return;
            }

            progress.Event("progress", new Dictionary<string, object?> { ["progress"] = double.IsFinite(value.Progress) ? value.Progress : null, ["message"] = value.Message });
        });
    }

    private void Try(Action tell)
    {
        try
        {
            tell();
        }
        catch (Exception fault)
        {
            logger.ProgressNotTaken(ExceptionText.Of(fault));
        }
    }
}

using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Settings;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>Writes what a server says on its own into the log of its plugin.</summary>
/// <param name="logger">The plugin's logger.</param>
/// <param name="mask">What is taken out.</param>
/// <param name="isWorker">Whether it is a worker of ours, which says more of its log messages.</param>
/// <param name="teller">Writes it, where that keeps nobody.</param>
internal sealed class ServerReports(ILogger logger, SecretMask mask, bool isWorker, Teller teller)
{
    /// <summary>How many strange things are told: a server that does nothing else would fill the log.</summary>
    private const int MaxTold = 100;

    private const int MaxLength = 16 * 1024;

    private int _told;

    public void Tell(WireReport report)
    {
        var number = Interlocked.Increment(ref _told);
        if (number <= MaxTold)
        {
            teller.Post(() => logger.Strange(report.Kind.ToString(), mask.Apply(report.Text) + (number == MaxTold ? " (what else is strange is not told any more)" : string.Empty)));
        }
    }

    public void Log(WireLog log) => teller.Post(() => Write(log));

    private void Write(WireLog log)
    {
        var details = isWorker && log.Meta.ValueKind == JsonValueKind.Object && log.Meta.TryGetProperty(ReservedTools.LogMeta, out var meta) ? LogDetails.Read(meta) : null;
        var level = details is { IsTrace: true } ? LogLevel.Trace : LogLevels.Read(log.Level);
        if (!logger.IsEnabled(level))
        {
            return;
        }

        var data = log.Data.ValueKind == JsonValueKind.String ? log.Data.GetString()! : log.Data.ValueKind == JsonValueKind.Undefined ? string.Empty : log.Data.GetRawText();
        var text = Excerpt.Cut(mask.Apply(log.Logger is { Length: > 0 } source ? $"{source}: {data}" : data), MaxLength);
        if (details is null)
        {
            logger.Said(level, text);
            return;
        }

        var scopes = new Stack<IDisposable?>(details.Scopes.Select(scope => logger.BeginScope(scope.Without(mask.Apply))));
        logger.Log(level, details.Event, text, exception: null, static (text, _) => text);
        while (scopes.TryPop(out var scope))
        {
            scope?.Dispose();
        }
    }
}

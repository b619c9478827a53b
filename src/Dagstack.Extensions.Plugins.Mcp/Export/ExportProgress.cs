using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Dagstack.Extensions.Plugins.Mcp.Export;

/// <summary>Tells a client how far its call is: in order, and never back.</summary>
/// <param name="server">The client's server.</param>
/// <param name="token">What the client knows the call by.</param>
/// <param name="logger">Told of what goes wrong, which costs the call nothing.</param>
/// <param name="cancellationToken">Ends the call.</param>
internal sealed class ExportProgress(McpServer server, ProgressToken token, ILogger logger, CancellationToken cancellationToken) : IProgress<ProgressReport>
{
    private readonly Lock _gate = new();
    private Task _sent = Task.CompletedTask;
    private double _highest = double.NegativeInfinity;

    /// <summary>Gets a task that completes when all is told: progress comes before the result.</summary>
    public Task Told
    {
        get
        {
            lock (_gate)
            {
                return _sent;
            }
        }
    }

    public void Report(ProgressReport value)
    {
        lock (_gate)
        {
            if (value.Fraction > _highest)
            {
                _highest = value.Fraction;
                _sent = SendAsync(_sent, value);
            }
        }
    }

    private async Task SendAsync(Task before, ProgressReport report)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await server.NotifyProgressAsync(token, new() { Progress = (float)report.Fraction, Total = 1, Message = report.Message }, options: null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The client is gone, or has given the call up: its end is told by the call itself.
        }
        catch (Exception fault)
        {
            logger.ExportedProgressNotSent(ExceptionText.MessageOf(fault), ExceptionText.Loggable(fault));
        }
    }
}

using System.Text.Json.Nodes;
using ModelContextProtocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Has a server of the second era say when its tools change: it does so only while it is listened to.</summary>
internal sealed class ToolWatch(McpConnection connection, McpConnectionOptions options, Action changed) : IAsyncDisposable
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);

    /// <summary>How long a subscription holds that has nothing to do with those before it.</summary>
    private static readonly TimeSpan s_lasting = s_longestPause;

    private readonly CancellationTokenSource _stop = new();
    private Task _listening = Task.CompletedTask;

    /// <summary>When the server last said that it knows; 0 if it has not yet.</summary>
    private long _known;

    /// <summary>Begins to listen, and waits a little until the server says that it knows: a list that is read afterwards is followed from its beginning.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (connection.Era == ProtocolEra.Initialize || connection.Capabilities.Tools?.ListChanged != true)
        {
            return;
        }

        var known = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.Subscribe(WireKeys.Acknowledged, _ =>
        {
            Volatile.Write(ref _known, options.Time.GetTimestamp());

            // Before it listened again the list may have become another, and nobody was told.
            if (!known.TrySetResult())
            {
                changed();
            }
        });
        _listening = ListenAsync();
        try
        {
            await Task.WhenAny(known.Task, _listening).WaitAsync(s_patience, options.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It listens, or it does not: its list is there all the same.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private async Task ListenAsync()
    {
        for (var pause = TimeSpan.Zero; ; pause = Min(pause == TimeSpan.Zero ? s_firstPause : pause * 2, s_longestPause))
        {
            try
            {
                if (pause > TimeSpan.Zero)
                {
                    await Task.Delay(pause, options.Time, _stop.Token).ConfigureAwait(false);
                }

                var parameters = new JsonObject { ["notifications"] = new JsonObject { ["toolsListChanged"] = true } };
                Volatile.Write(ref _known, 0);
                using var end = await connection.RequestAsync(WireKeys.Listen, parameters, _stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (WireException refused) when (refused.RemoteCode is (int)McpErrorCode.MethodNotFound or (int)McpErrorCode.InvalidParams)
            {
                options.Report?.Invoke(new(WireReportKind.Unusable, $"The server says that its list of tools may change, and does not let itself be listened to: {refused.Message}"));
                return;
            }
            catch (WireException gone) when (gone.Fault == WireFault.Gone && connection.IsLine)
            {
                return;
            }
            catch (WireException)
            {
                // What came was no answer, or an error of the moment; elsewhere than on a line each request has a connection of its own. The next one may be another.
            }

            if (Volatile.Read(ref _known) is not 0 and var known && options.Time.GetElapsedTime(known) >= s_lasting)
            {
                pause = TimeSpan.Zero;
            }
        }
    }
}

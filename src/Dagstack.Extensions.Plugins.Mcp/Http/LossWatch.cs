using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Http;

/// <summary>Tells a request that failed from a server that is lost: after a connection failed it looks whether the server is there.</summary>
/// <remarks>
/// One that cannot be reached for as long as calls are made again is lost: calls that wait for that fail with it. One that refused a connection and is there again was started anew: where it is set
/// up, it does not know that any more. A server that answers anything at all, or nothing yet, is there; health checks see to the latter.
/// </remarks>
/// <param name="session">The session with the server; null while there is none, whose failures are those of its start.</param>
/// <param name="ended">Told why the server is lost.</param>
/// <param name="patience">How long it may not be reached.</param>
/// <param name="time">The clock of waits.</param>
#pragma warning disable CA1001 // Its token has nothing to dispose.
internal sealed class LossWatch(Func<McpSession?> session, Action<string> ended, TimeSpan patience, TimeProvider time)
#pragma warning restore CA1001
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(0.2);

    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    /// <summary>How long one look may take.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private int _looking;
    private volatile bool _wasRefused;

    /// <summary>Takes a connection that failed. It does not wait.</summary>
    /// <param name="isRefused">Whether it was not even made.</param>
    public void Suspect(bool isRefused)
    {
        if (session() is not { } known || _stop.IsCancellationRequested)
        {
            return;
        }

        _wasRefused |= isRefused;
        if (Interlocked.Exchange(ref _looking, 1) == 0)
        {
            _ = Task.Run(() => LookAsync(known));
        }
    }

    /// <summary>Looks no more.</summary>
    public void Stop() => _stop.Cancel();

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private async Task LookAsync(McpSession known)
    {
        var began = time.GetTimestamp();
        try
        {
            for (var pause = s_firstPause; ; pause = Min(pause * 2, s_longestPause))
            {
                if (await TryAsync(known).ConfigureAwait(false) is not { } problem)
                {
                    if (_wasRefused && known.Tools.Find(ReservedTools.Setup) is not null)
                    {
                        ended("its server refused connections and is there again, so it was started anew. It is set up again.");
                    }

                    return;
                }

                var left = patience - time.GetElapsedTime(began);
                if (left <= TimeSpan.Zero)
                {
                    ended($"its server cannot be reached any more. {problem}");
                    return;
                }

                await Task.Delay(Min(pause, left), time, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // It has ended otherwise.
        }
        finally
        {
            _wasRefused = false;
            Volatile.Write(ref _looking, 0);
        }
    }

    /// <summary>Looks once; null if it is there.</summary>
    private async Task<string?> TryAsync(McpSession known)
    {
        using var limit = new CancellationTokenSource(s_look, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        try
        {
            await known.Connection.ProbeAsync(either.Token).ConfigureAwait(false);
            return null;
        }
        catch (WireException fault)
        {
            return fault.Fault == WireFault.Gone ? fault.Message : null;
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            return null;
        }
    }
}

using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Signals;

/// <summary>Hears what other processes have written, on a connection of its own that comes back after an outage.</summary>
internal sealed class SignalListener : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Proof = TimeSpan.FromSeconds(10);
    private const int ProofSeconds = 5;

    private readonly Database _database;
    private readonly string _self;
    private readonly Action<UnitSignal> _heard;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _listening;

    /// <summary>Initializes a new instance of the <see cref="SignalListener"/> class, which begins at once.</summary>
    /// <param name="database">Where.</param>
    /// <param name="self">Who is not listened to.</param>
    /// <param name="heard">What is done with a signal.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="logger">Where it says that it hears nothing.</param>
    public SignalListener(Database database, string self, Action<UnitSignal> heard, TimeProvider time, ILogger logger)
    {
        (_database, _self, _heard, _time, _logger) = (database, self, heard, time, logger);
        _listening = ListenAsync(_stop.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _listening.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        for (var isFirst = true; !cancellationToken.IsCancellationRequested; isFirst = false)
        {
            try
            {
                await _database.UseAsync(
                    async (connection, token) =>
                    {
                        await BeginAsync(connection, token).ConfigureAwait(false);
                        pause = FirstPause;
                        if (!isFirst)
                        {
                            _logger.ListeningAgain(_database.Place);
                            TellOfGap();
                        }

                        await HearAsync(connection, token).ConfigureAwait(false);
                        return true;
                    },
                    cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is UnitStoreException or ObjectDisposedException or InvalidOperationException)
            {
                _logger.ListeningLost(error.Message);
            }

            try
            {
                await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            pause = pause * 2 > LastPause ? LastPause : pause * 2;
        }
    }

    private async Task BeginAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        connection.Notification += (_, notification) => Hear(notification.Payload);
        var command = new NpgsqlBatchCommand($"listen \"{_database.Schema.Channel}\"");
        await connection.QueryAsync(command, static _ => 0, cancellationToken).ConfigureAwait(false);
    }

    private static async Task HearAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!await connection.WaitAsync(Proof, cancellationToken).ConfigureAwait(false))
            {
                // A connection that is cut somewhere on its way is silent, and is found by asking.
                await connection.QueryAsync(new NpgsqlBatchCommand("select 1"), static _ => 0, cancellationToken, ProofSeconds).ConfigureAwait(false);
            }
        }
    }

    private void Hear(string payload)
    {
        var signals = SignalPayload.Read(payload, out var sender);
        if (sender == _self)
        {
            return;
        }

        foreach (var signal in signals)
        {
            _heard(signal);
        }
    }

    /// <summary>What was said while nobody listened is not known: whoever waits for something looks for itself.</summary>
    private void TellOfGap()
    {
        foreach (var kind in Enum.GetValues<UnitSignalKind>())
        {
            _heard(new(kind, null, null));
        }
    }
}

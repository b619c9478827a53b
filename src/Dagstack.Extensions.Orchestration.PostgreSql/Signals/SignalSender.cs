using System.Threading.Channels;
using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Signals;

/// <summary>
/// Tells other processes what this one has written, after it is durable. Within the transaction of the write it would make all transactions of the
/// server that do so commit one after the other; and nobody depends on it. What comes in quick succession goes as one.
/// </summary>
internal sealed class SignalSender : IAsyncDisposable
{
    private const int Waiting = 4_096;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly Channel<UnitSignal> _signals;
    private readonly Task _sending;

    /// <summary>Initializes a new instance of the <see cref="SignalSender"/> class, which begins at once.</summary>
    /// <param name="database">Where.</param>
    /// <param name="time">Its clock.</param>
    public SignalSender(Database database, TimeProvider time)
    {
        (_database, _time) = (database, time);
        _signals = Channel.CreateBounded<UnitSignal>(new BoundedChannelOptions(Waiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });
        _sending = SendAsync();
    }

    /// <summary>Who sends: others are told, and so is the listener of this process, which has told it already.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N")[..12];

    /// <summary>Tells something. It does not wait; what is too much is not told.</summary>
    /// <param name="signal">What.</param>
    public void Send(UnitSignal signal) => _signals.Writer.TryWrite(signal);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _signals.Writer.TryComplete();
        await _sending.ConfigureAwait(false);
    }

    private async Task SendAsync()
    {
        var next = new List<UnitSignal>();
        while (await _signals.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            next.Clear();
            while (next.Count < Waiting && _signals.Reader.TryRead(out var signal))
            {
                next.Add(signal);
            }

            try
            {
                var command = new NpgsqlBatchCommand("select pg_notify($1, payload) from unnest($2) payload").Text(_database.Schema.Channel).Texts(SignalPayload.Write(Id, next));
                await _database.QueryAsync(command, static _ => 0, CancellationToken.None).ConfigureAwait(false);
            }
            catch (UnitStoreException)
            {
                // The store is out. Who waits for news asks by itself, and whoever writes is told.
            }

            if (!_signals.Reader.Completion.IsCompleted)
            {
                await Task.Delay(Pause, _time).ConfigureAwait(false);
            }
        }
    }
}

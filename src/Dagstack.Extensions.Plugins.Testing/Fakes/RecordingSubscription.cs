using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Testing.Fakes;

/// <summary>A subscription whose handler is called by who publishes, one event after the other.</summary>
internal sealed class RecordingSubscription(string topic, PluginEventHandler handler, Action<RecordingSubscription> ended) : PluginSubscription
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    // Which subscription's handler code runs in.
    private static readonly AsyncLocal<object?> s_inside = new();

    private readonly Lock _gate = new();
    private readonly object _mark = new();
    private readonly CancellationTokenSource _stop = new();
    private long _handled;
    private long _dropped;
    private long _failed;
    private bool _isEnded;

    public override string Topic => topic;

    public override long Handled => Volatile.Read(ref _handled);

    public override long Dropped => Volatile.Read(ref _dropped);

    public override long Failed => Volatile.Read(ref _failed);

    /// <summary>Gets the last call of the handler, which begins when those before have ended.</summary>
    public Task Last { get; private set; } = Task.CompletedTask;

    private bool IsEnded
    {
        get
        {
            lock (_gate)
            {
                return _isEnded;
            }
        }
    }

    public bool Has(string published) => topic[^1] == '*' ? published.StartsWith(topic[..^1], StringComparison.Ordinal) : published == topic;

    public void Post(string published, object? payload)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_gate)
        {
            if (_isEnded)
            {
                return;
            }

            (before, Last) = (Last, done.Task);
        }

        _ = RunAsync(before, published, payload, done);
    }

    public override void Dispose()
    {
        lock (_gate)
        {
            _isEnded = true;
        }

        ended(this);
        _stop.Cancel();
    }

    public override ValueTask DisposeAsync()
    {
        Dispose();
        return s_inside.Value == _mark ? default : new(HandledAsync());
    }

    private async Task HandledAsync() => await Last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RunAsync(Task before, string published, object? payload, TaskCompletionSource done)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // What the first has thrown is kept for who waits for the last.
        Exception? fault = before.Exception?.InnerException;
        try
        {
            if (IsEnded)
            {
                Interlocked.Increment(ref _dropped);
                return;
            }

            s_inside.Value = _mark;
            var taken = handler.Takes(payload) ? payload : JsonSerializer.SerializeToElement(payload, s_json).Deserialize(handler.PayloadType, s_json);
            await handler.HandleAsync(published, taken, publisher: null, _stop.Token).ConfigureAwait(false);
            Interlocked.Increment(ref _handled);
        }
        catch (Exception thrown)
        {
            Interlocked.Increment(ref _failed);

            // That its token was cancelled at the end of its subscription is nothing to be said.
            fault ??= IsEnded && thrown is OperationCanceledException ? null : thrown;
        }
        finally
        {
            if (fault is null)
            {
                done.SetResult();
            }
            else
            {
                done.SetException(fault);
            }
        }
    }
}

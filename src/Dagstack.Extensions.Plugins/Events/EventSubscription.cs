using System.Runtime.Loader;
using Dagstack.Extensions.Plugins.Json;
using Dagstack.Extensions.Plugins.Tasks;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Events;

/// <summary>A subscription: its queue, and its reader, which runs while there is something to read.</summary>
/// <remarks>
/// Handlers run on threads that are not the pool's, so that one that blocks holds up nobody. Whoever publishes starts no thread and takes no lock for it: the pool does.
/// </remarks>
internal sealed class EventSubscription : PluginSubscription, IThreadPoolWorkItem
{
    private const int Idle = 0;
    private const int Reading = 1;
    private const int IsOver = 2;

    // Which subscription's handler code runs in. What it holds leads nowhere, since flows keep it that a handler has begun.
    private static readonly AsyncLocal<object?> s_inside = new();

    private readonly object _mark = new();
    private readonly PluginEventHandler _handler;
    private readonly AssemblyLoadContext? _home;
    private readonly EventBus _bus;
    private readonly OwnedEvents _owner;
    private readonly EventOutcomes _outcomes;
    private readonly EventQueue _queue;
    private readonly PluginCancellation _stop = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action _read;
    private int _state;
    private int _isEnded;

    public EventSubscription(string topic, PluginEventHandler handler, int capacity, EventBus bus, OwnedEvents owner, PluginId? plugin, ILogger logger)
    {
        Topic = topic;
        (_handler, _bus, _owner) = (handler, bus, owner);
        _home = TypeShape.HomeOf(handler.Method.Module.Assembly);
        _queue = new(capacity);
        _outcomes = new(plugin, topic, capacity, TypeName.Of(handler.PayloadType), logger);
        _read = Read;
    }

    public override string Topic { get; }

    public override long Handled => _outcomes.Handled;

    public override long Dropped => _outcomes.Dropped;

    public override long Failed => _outcomes.Failed;

    /// <summary>Gets a task that completes when the handler is not running any more, and never will.</summary>
    public Task Over => _over.Task;

    private bool IsEnded => Volatile.Read(ref _isEnded) != 0;

    /// <summary>Puts an event into the queue, and sees to it that it is read.</summary>
    public void Post(EventPublication publication)
    {
        if (_queue.Add(publication.For(_handler, _home, _owner)))
        {
            _outcomes.Overflow();
        }

        // In this order: whoever ends it drops what is there after it has said so.
        if (IsEnded)
        {
            DropWaiting();
        }
        else if (Volatile.Read(ref _state) == Idle && Interlocked.CompareExchange(ref _state, Reading, Idle) == Idle)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    void IThreadPoolWorkItem.Execute() => OwnThread.Begin(_read);

    public override void Dispose()
    {
        _owner.Disposed(this);
        End();
    }

    public override ValueTask DisposeAsync()
    {
        Dispose();
        return s_inside.Value == _mark ? default : new(Over);
    }

    /// <summary>Ends it, whether it was disposed or not.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _isEnded, 1) != 0)
        {
            return;
        }

        _bus.Remove(this);
        _stop.Cancel();
        DropWaiting();
        EndIfIdle();
    }

    private void EndIfIdle()
    {
        if (Interlocked.CompareExchange(ref _state, IsOver, Idle) == Idle)
        {
            _owner.Ended(this);
            _over.SetResult();
        }
    }

    private void DropWaiting()
    {
        while (_queue.TryTake(out _))
        {
            _outcomes.Drop();
        }
    }

    /// <summary>Handles what is waiting, one after the other.</summary>
    private void Read()
    {
        s_inside.Value = _mark;
        using var around = _owner.Enter();
        do
        {
            while (!IsEnded && _queue.TryTake(out var message))
            {
                var handling = HandleAsync(message);
                if (!handling.IsCompleted)
                {
                    _ = GoOnAsync(handling);
                    return;
                }
            }
        }
        while (HasMore());
    }

    /// <summary>Handles one event, whatever comes of it.</summary>
    private async ValueTask HandleAsync(EventMessage message)
    {
        if (message.Fault is { } reason)
        {
            _outcomes.NotCarried(message.Topic, message.Publisher, reason);
            return;
        }

        object? payload;
        try
        {
            payload = message.PayloadFor(_handler);
        }
        catch (Exception fault)
        {
            _outcomes.NotCarried(message.Topic, message.Publisher, EventJson.Explain(fault));
            return;
        }

        try
        {
            await _handler.HandleAsync(message.Topic, payload, message.Publisher, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            _outcomes.HandlerFailed(message.Topic, fault, IsEnded);
            return;
        }

        _outcomes.Succeeded();
    }

    /// <summary>Waits for a handler that waits itself, and reads on: not on this thread of the pool, since the next one may block.</summary>
    private async Task GoOnAsync(ValueTask handling)
    {
        await handling.ConfigureAwait(false);
        OwnThread.Begin(_read);
    }

    private bool HasMore()
    {
        Interlocked.Exchange(ref _state, Idle);
        if (IsEnded)
        {
            EndIfIdle();
            return false;
        }

        return !_queue.IsEmpty && Interlocked.CompareExchange(ref _state, Reading, Idle) == Idle;
    }
}

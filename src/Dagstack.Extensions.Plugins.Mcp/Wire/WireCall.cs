using System.Threading.Tasks.Sources;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>The wait for the answer to one request of ours on a line.</summary>
/// <remarks>It ends once: by whoever takes it out of the <see cref="InsideTable"/>. Its caller goes on on the pool, so that no code of callers is run by the reader.</remarks>
internal sealed class WireCall(LineTransport transport, in WireRequest request) : IValueTaskSource<WireResult>, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<WireResult> _end = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _registration;
    private CancellationToken _left;
    private OutgoingLine? _line;

    /// <summary>Gets the id of the request.</summary>
    public string Id { get; } = request.Id;

    /// <summary>Gets whether a tool is called.</summary>
    public bool IsOfTool { get; } = request.Tool is not null;

    /// <summary>Waits, when it is inside.</summary>
    /// <param name="line">What is sent.</param>
    /// <param name="cancellationToken">Ends the waiting, and tells the server if it knows of it.</param>
    public ValueTask<WireResult> WaitAsync(OutgoingLine line, CancellationToken cancellationToken)
    {
        _line = line;
        _registration = cancellationToken.UnsafeRegister(static (call, token) => ((WireCall)call!).Leave(token), this);
        return new(this, _end.Version);
    }

    /// <summary>Hands the result over, which is the caller's then.</summary>
    public void Complete(WireResult result) => _end.SetResult(result);

    /// <summary>Says why there will be no result.</summary>
    public void Fail(Exception fault) => _end.SetException(fault);

    /// <summary>Says the same, if it is inside.</summary>
    public void FailInside(Exception fault)
    {
        if (transport.Inside.Forget(Id))
        {
            Fail(fault);
        }
    }

    WireResult IValueTaskSource<WireResult>.GetResult(short token)
    {
        _registration.Unregister();
        return _end.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<WireResult>.GetStatus(short token) => _end.GetStatus(token);

    void IValueTaskSource<WireResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _end.OnCompleted(continuation, state, token, flags);

    void IThreadPoolWorkItem.Execute()
    {
        try
        {
            transport.TakeBack(_line!, Id);
        }
        finally
        {
            Fail(new OperationCanceledException(_left));
        }
    }

    private void Leave(CancellationToken token)
    {
        if (transport.Inside.Forget(Id))
        {
            // Whoever cancels writes nothing.
            _left = token;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}

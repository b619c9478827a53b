namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>A whole line on its way out.</summary>
/// <param name="bytes">What is written.</param>
/// <param name="call">Whose request it is, who waits for the answer and not for the writing; null for none.</param>
internal sealed class OutgoingLine(PooledBuffer bytes, WireCall? call = null) : IDisposable
{
    private TaskCompletionSource? _done;

    public PooledBuffer Bytes => bytes;

    /// <summary>Gets or sets whether its first byte may have been written. Only under the lock of the queue.</summary>
    public bool Begun { get; set; }

    /// <summary>Has somebody wait for the writing. To be asked before it is begun.</summary>
    public Task Watch() => (_done = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Says that it is written, or will be whatever its caller does.</summary>
    public void Succeed() => _done?.TrySetResult();

    public void Fail(Exception exception)
    {
        _done?.TrySetException(exception);
        call?.FailInside(exception);
    }

    public void Cancel(CancellationToken cancellationToken) => _done?.TrySetCanceled(cancellationToken);

    public void Dispose() => bytes.Dispose();
}

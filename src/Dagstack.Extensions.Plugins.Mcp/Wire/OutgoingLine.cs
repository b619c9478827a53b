namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>A whole line on its way out.</summary>
internal sealed class OutgoingLine(PooledBuffer bytes) : IDisposable
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PooledBuffer Bytes => bytes;

    /// <summary>Gets the task of the writing.</summary>
    public Task Done => _done.Task;

    /// <summary>Gets or sets whether its first byte may have been written. Only under the lock of the queue.</summary>
    public bool Begun { get; set; }


    /// <summary>Says that it is written, or will be whatever its caller does.</summary>
    public void Succeed() => _done.TrySetResult();

    public void Fail(Exception exception) => _done.TrySetException(exception);

    public void Cancel(CancellationToken cancellationToken) => _done.TrySetCanceled(cancellationToken);

    public void Dispose() => bytes.Dispose();
}

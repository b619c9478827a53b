namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>A whole line on its way out.</summary>
/// <param name="bytes">What is written.</param>
/// <param name="call">Whose request it is, who waits for the answer and not for the writing; null where somebody waits for that.</param>
internal sealed class OutgoingLine(PooledBuffer bytes, WireCall? call = null) : IDisposable
{
    private readonly TaskCompletionSource? _done = call is null ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;

    public PooledBuffer Bytes => bytes;

    /// <summary>Gets the task of the writing.</summary>
    public Task Done => _done?.Task ?? Task.CompletedTask;

    /// <summary>Gets or sets whether its first byte may have been written. Only under the lock of the queue.</summary>
    public bool Begun { get; set; }

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

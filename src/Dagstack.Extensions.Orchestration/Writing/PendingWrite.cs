namespace Dagstack.Extensions.Orchestration.Writing;

/// <summary>A write that waits to be durable, and whoever waits for that.</summary>
internal sealed class PendingWrite
{
    private readonly TaskCompletionSource<UnitWriteResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _registration;

    public PendingWrite(UnitWrite write)
    {
        Write = write;
        (FirstUnit, SecondUnit, Size) = write switch
        {
            NewUnit unit => (unit.UnitId, null, unit.Args.Length),
            UnitMove { End: { } end } move => (end.UnitId, move.Start?.UnitId, end.Output?.Length ?? 0),
            UnitMove move => (move.Start?.UnitId, null, 0),
            CheckpointWrite checkpoint => (checkpoint.UnitId, null, checkpoint.Value?.Length ?? 0),
            ProgressWrite progress => (progress.UnitId, null, progress.Progress.Length),
            CancelWrite cancel => (cancel.UnitId, null, 0),
            RetryWrite retry => (retry.UnitId, null, 0),
            _ => ((string?)null, (string?)null, 0),
        };
    }

    public UnitWrite Write { get; }

    /// <summary>Gets the units whose other writes wait for this one.</summary>
    public string? FirstUnit { get; }

    public string? SecondUnit { get; }

    /// <summary>Gets how much it carries, in bytes.</summary>
    public int Size { get; }

    public Task<UnitWriteResult> Answer => _answer.Task;

    /// <summary>Gets a value indicating whether nobody waits for it any more.</summary>
    public bool IsOver => _answer.Task.IsCompleted;

    public void GiveUpBy(CancellationToken cancellationToken) =>
        _registration = cancellationToken.UnsafeRegister(static (write, token) => ((PendingWrite)write!)._answer.TrySetCanceled(token), this);

    public void Complete(UnitWriteResult result)
    {
        _registration.Dispose();
        _answer.TrySetResult(result);
    }

    public void Fail(Exception fault)
    {
        _registration.Dispose();
        _answer.TrySetException(fault);
    }
}

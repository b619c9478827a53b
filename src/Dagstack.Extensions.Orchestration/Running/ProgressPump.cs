namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>Writes the progress of a unit that runs: at most once in a while, and the last before its end.</summary>
internal sealed class ProgressPump : IDisposable
{
    private readonly RunnerCore _core;
    private readonly RunIdentity _run;
    private readonly Action _fenced;
    private readonly CancellationTokenSource _closed = new();
    private readonly CancellationToken _isClosed;
    private bool _isPumping;

    /// <param name="core">The runner.</param>
    /// <param name="run">The run that reports.</param>
    /// <param name="fenced">Is told on the strand when a write was refused.</param>
    public ProgressPump(RunnerCore core, RunIdentity run, Action fenced)
    {
        (_core, _run, _fenced, _isClosed) = (core, run, fenced, _closed.Token);
        Sink = new(core.Time, () => core.Strand.Post(Begin));
    }

    /// <summary>Gets what the unit reports to.</summary>
    public UnitProgress Sink { get; }

    /// <summary>Writes what is left, before whatever is written next of the unit.</summary>
    public void Close()
    {
        _closed.Cancel();
        if (Sink.Take() is { } last)
        {
            _ = WriteAsync(last);
        }
    }

    public void Dispose() => _closed.Dispose();

    private void Begin()
    {
        if (!_isPumping && !_isClosed.IsCancellationRequested)
        {
            _isPumping = true;
            _ = PumpAsync();
        }
    }

    private async Task PumpAsync()
    {
        while (!_isClosed.IsCancellationRequested && Sink.Take() is { } next)
        {
            await WriteAsync(next);
            await _core.PauseAsync(_core.Options.ProgressInterval, _isClosed);
        }

        _isPumping = false;
    }

    /// <summary>Writes it. What cannot be written is not told: the end of the unit will meet the same.</summary>
    private async Task WriteAsync(byte[] progress)
    {
        try
        {
            var result = await _core.Writer.WriteAsync(new ProgressWrite { Lease = _run.Lease, UnitId = _run.UnitId, Run = _run.Run, Progress = progress }, CancellationToken.None);
            if (result.Outcome == UnitWriteOutcome.Fenced && !_isClosed.IsCancellationRequested)
            {
                _fenced();
            }
        }
        catch (Exception) when (_isClosed.IsCancellationRequested || _core.IsStopping)
        {
            // The writer has ended.
        }
        catch (Exception fault)
        {
            Diagnostics.UnitLog.LoopFaulted(_core.Logger, "progress", fault);
        }
    }
}

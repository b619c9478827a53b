using System.Text;
using System.Text.Json;
using Dagstack.Extensions.Orchestration.Diagnostics;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>One run of a unit, from its start in the store to what is to be written as its end. It is touched on the strand only.</summary>
internal sealed class UnitRun : IDisposable
{
    private readonly RunnerCore _core;
    private readonly OpenUnit _unit;
    private readonly RunIdentity _identity;
    private readonly UnitTraits _traits;
    private readonly UnitPolicy _policy;
    private readonly ProgressPump _progress;
    private readonly CancellationTokenSource _token = new();
    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenSource _hurry = new();
    private readonly TaskCompletionSource _isAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _started;
    private readonly CancellationToken _isOver;
    private readonly CancellationToken _isHurried;
    private long _asked;

    public UnitRun(RunnerCore core, OpenUnit unit, RunIdentity identity)
    {
        (_core, _unit, _identity, _isOver, _isHurried) = (core, unit, identity, _over.Token, _hurry.Token);
        _traits = core.Parts.Body.TraitsOf(unit.Plugin);
        _policy = core.Options.PolicyOf(unit.Plugin);
        _progress = new(core, identity, () => Ask(EndWish.Lost));
        _started = core.Time.GetTimestamp();
    }

    /// <summary>Gets why it is asked to end.</summary>
    public EndWish Wish { get; private set; }

    public string UnitId => _unit.UnitId;

    /// <summary>Asks it to end. That it is lost outweighs all other reasons, else the first counts.</summary>
    public void Ask(EndWish wish)
    {
        if (Wish == EndWish.None || wish == EndWish.Lost)
        {
            Wish = wish;
        }

        if (!_isOver.IsCancellationRequested)
        {
            _asked = _asked == 0 ? _core.Time.GetTimestamp() : _asked;
            _isAsked.TrySetResult();
            _token.Cancel();
        }
    }

    /// <summary>Does not wait for it any longer.</summary>
    public void Abandon()
    {
        if (!_isOver.IsCancellationRequested)
        {
            _hurry.Cancel();
        }
    }

    public void Dispose()
    {
        _hurry.Dispose();
        _token.Dispose();
        _over.Dispose();
        _progress.Dispose();
    }

    /// <summary>Gets how long it is waited for once it is asked to end: there is not all time when the plugin of the runner is to stop.</summary>
    private TimeSpan Grace => Wish == EndWish.Stop && _core.Options.StopGrace < _core.Options.Grace ? _core.Options.StopGrace : _core.Options.Grace;

    /// <summary>Runs it.</summary>
    /// <returns>What is to be written as its end; null for nothing, since it is somebody else's.</returns>
    public async Task<UnitEnd?> RunAsync()
    {
        // Its start took so long that it is not to run any more: no code is begun only to be cancelled.
        if (Wish != EndWish.None)
        {
            _over.Cancel();
            _progress.Close();
            return Wish == EndWish.Lost ? null : EndWithout();
        }

        var body = BodyAsync();
        _ = WatchAsync();
        await _core.Strand.FirstAsync(body, _isAsked.Task);
        if (!body.IsCompleted)
        {
            await _core.Strand.FirstAsync(body, _core.PauseAsync(Grace, _isHurried));
        }

        _over.Cancel();
        _hurry.Cancel();
        if (!body.IsCompleted)
        {
            _core.Logger.LeftBehind(_unit.UnitId, _unit.Plugin, _core.Time.GetElapsedTime(_asked).TotalSeconds);
            _ = body.ContinueWith(static left => _ = left.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        _progress.Close();
        UnitMeter.RunDuration.Measure(_core.Time.GetElapsedTime(_started).TotalSeconds, new KeyValuePair<string, object?>("plugin", _unit.Plugin));
        return Wish == EndWish.Lost ? null : body.IsCompleted ? await EndOfAsync(body) : EndWithout();
    }

    private async Task<ReadOnlyMemory<byte>?> BodyAsync()
    {
        var context = new UnitContext
        {
            UnitId = _unit.UnitId,
            PartitionKey = _unit.PartitionKey,
            Attempt = _unit.Failures + 1,
            Progress = _progress.Sink,
            Checkpoint = _traits.IsCheckpointable
                ? new UnitCheckpoint(_identity, _core.Parts.Store, _core.Writer, _core.Retry, () => _core.Strand.Post(() => Ask(EndWish.Lost)))
                : new ScratchCheckpoint(),
        };
        return await _core.Parts.Body.RunAsync(_unit, context, _token.Token) is { ValueKind: not JsonValueKind.Undefined } output
            ? Encoding.UTF8.GetBytes(output.GetRawText())
            : default(ReadOnlyMemory<byte>?);
    }

    /// <summary>Ends it when it takes longer than it may, and says so once when it takes much longer than expected.</summary>
    private async Task WatchAsync()
    {
        var overdue = _traits.EstimatedDuration * 3;
        if (overdue is { } expected && !(expected >= _policy.Timeout))
        {
            await _core.PauseAsync(expected, _isOver);
            if (_isOver.IsCancellationRequested)
            {
                return;
            }

            _core.Logger.Overdue(_unit.UnitId, _unit.Plugin, _core.Time.GetElapsedTime(_started).TotalSeconds, _traits.EstimatedDuration!.Value.TotalSeconds);
            UnitMeter.Overdue.Count(new KeyValuePair<string, object?>("plugin", _unit.Plugin));
        }

        if (_policy.Timeout is { } timeout)
        {
            while (_core.Time.GetElapsedTime(_started) is var elapsed && elapsed < timeout && !_isOver.IsCancellationRequested)
            {
                await _core.PauseAsync(timeout - elapsed, _isOver);
            }

            if (!_isOver.IsCancellationRequested)
            {
                Ask(EndWish.Timeout);
            }
        }
    }

    private async Task<UnitEnd> EndOfAsync(Task<ReadOnlyMemory<byte>?> body)
    {
        try
        {
            var output = await body;
            return End(UnitEndKind.Succeeded, output: output);
        }
        catch (UnitInterruptedException fault)
        {
            return Wish == EndWish.Cancel ? End(UnitEndKind.Cancelled) : fault.Died ? LostEnd(fault.Reason) : InterruptedEnd(fault.Reason);
        }
        catch (Exception) when (Wish is EndWish.Cancel or EndWish.Timeout or EndWish.Stop)
        {
            return EndWithout();
        }
        catch (Exception fault)
        {
            return FailedEnd(Excerpt.Cut(ExceptionText.Full(fault), 4_000));
        }
    }

    /// <summary>The end of one that has not come to an end of its own.</summary>
    private UnitEnd EndWithout() => Wish switch
    {
        EndWish.Cancel => End(UnitEndKind.Cancelled),
        EndWish.Timeout => FailedEnd($"It was not done after {_policy.Timeout}, which is the time-out of its plugin's units (option {nameof(UnitPolicy.Timeout)})."),
        _ => InterruptedEnd("no more units are run by this process, since it stops or its orchestrator is reloaded."),
    };

    private UnitEnd FailedEnd(string error)
    {
        var failures = _unit.Failures + 1;
        if (failures < _policy.MaxAttempts)
        {
            var delay = _policy.DelayAfter(failures, _core.NextShare());
            _core.Logger.Retrying(_unit.UnitId, _unit.Plugin, failures, _policy.MaxAttempts, delay.TotalSeconds, error);
            UnitMeter.Retried.Count(new KeyValuePair<string, object?>("plugin", _unit.Plugin));
            return End(UnitEndKind.Retry, error, delay);
        }

        if (_policy.Halts)
        {
            _core.Logger.Halted(_unit.UnitId, _unit.Plugin, _unit.PartitionKey, error);
            return End(UnitEndKind.FailedAndHalts, error);
        }

        _core.Logger.Failed(_unit.UnitId, _unit.Plugin, error);
        return End(UnitEndKind.Failed, error);
    }

    private UnitEnd InterruptedEnd(string reason)
    {
        _core.Logger.Interrupted(_unit.UnitId, _unit.Plugin, reason);
        UnitMeter.Interrupted.Count(new KeyValuePair<string, object?>("plugin", _unit.Plugin));
        return End(UnitEndKind.Interrupted, delay: DelayAfterShortRun());
    }

    private UnitEnd LostEnd(string reason)
    {
        if (!_core.IsCalm)
        {
            return InterruptedEnd(reason);
        }

        _core.Logger.Lost(_unit.UnitId, _unit.Plugin, reason);
        UnitMeter.Lost.Count(new KeyValuePair<string, object?>("plugin", _unit.Plugin));
        return End(UnitEndKind.Lost, delay: DelayAfterShortRun());
    }

    /// <summary>One that is interrupted again and again does not take up all the time.</summary>
    private TimeSpan DelayAfterShortRun() =>
        Wish == EndWish.Stop || _core.Time.GetElapsedTime(_started) >= TimeSpan.FromSeconds(1) ? TimeSpan.Zero : TimeSpan.FromSeconds(0.1);

    private UnitEnd End(UnitEndKind kind, string? error = null, TimeSpan delay = default, ReadOnlyMemory<byte>? output = null) => new()
    {
        UnitId = _unit.UnitId,
        Run = _identity.Run,
        Kind = kind,
        Error = error,
        Delay = delay,
        Output = output,
        OutputHash = kind == UnitEndKind.Succeeded && _traits.HashesOutput ? _core.Parts.HashOutput(output) : null,
    };
}

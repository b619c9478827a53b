using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Dispatch;
using Dagstack.Extensions.Plugins.Tasks;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>The health of one running instance: asks it, counts failures, and moves the plugin's state.</summary>
internal sealed class PluginHealth(PluginEntry entry, HostedSlot slot, PluginActivation activation, HealthSettings settings, TimeProvider time, ILogger logger)
{
    private Task<HealthAnswer>? _unanswered;
    private volatile bool _isWaiting;
    private int _failures;

    /// <summary>Asks once. Only one question is open at a time: when an old one is whose time is over, that is the answer.</summary>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        var answer = await AskAsync(cancellationToken).ConfigureAwait(false);
        if (answer is { } known && !cancellationToken.IsCancellationRequested)
        {
            Apply(known, asked);
        }
    }

    /// <summary>Asks the plugin, which counts as a call: it is not torn down under its check.</summary>
    /// <returns>Null if the plugin is being stopped, or still has time to answer an earlier question.</returns>
    private async Task<HealthAnswer?> AskAsync(CancellationToken cancellationToken)
    {
        if (_unanswered is { IsCompleted: false })
        {
            return _isWaiting ? null : HealthAnswer.Failure("an earlier health check of it has not ended yet.");
        }

        if (!activation.Target.TryEnterUncounted(out var call))
        {
            return null;
        }

        using var timer = PluginDeadline.Start(settings.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        using var cancellation = new PluginCancellation(either.Token);
        _isWaiting = true;
        _unanswered = OwnThread.Run(() => CheckAsync(call.Exit, cancellation.Token));
        try
        {
            return await _unanswered.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // It may have come here before the token was told.
            cancellation.Cancel();
            return cancellationToken.IsCancellationRequested ? null : HealthAnswer.Failure($"its health check did not answer within {settings.Timeout.TotalSeconds:0.###} s.");
        }
        finally
        {
            _isWaiting = false;
        }
    }

    private async Task<HealthAnswer> CheckAsync(Action exit, CancellationToken cancellationToken)
    {
        try
        {
            return await HealthAnswer.AskAsync(activation.Instance, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            exit();
        }
    }

    /// <summary>Takes an answer into account. Two may come at once, when one time-out is over and the next question is due.</summary>
    private void Apply(HealthAnswer answer, long asked)
    {
        lock (entry.Moving)
        {
            // A late answer of an instance that another one has taken the place of is nobody's any more.
            if (entry.Activation != activation)
            {
                return;
            }

            _failures = answer.IsFailure ? _failures + 1 : 0;
            entry.Health = answer.ToCheck(time, asked, _failures);
            if (answer.Reason is null)
            {
                Recover();
            }
            else if (_failures >= settings.Failures)
            {
                Fail($"{answer.Reason} ({_failures} failures in a row)");
            }
            else
            {
                Degrade(answer.Reason);
            }
        }
    }

    /// <summary>The door opens before the state that serves, and shuts after it. See HostedSlot.</summary>
    private void Recover()
    {
        var (state, left) = (entry.Status.State, activation.Instance.Fault);
        if (state == PluginState.Degraded && left is not null)
        {
            entry.ChangeReason(left);
        }
        else if (state == PluginState.Degraded)
        {
            entry.TryMove(PluginState.Ready);
        }
        else if (state == PluginState.Unavailable)
        {
            slot.OpenWith(activation.Target);
            if (!entry.TryMove(PluginState.Ready))
            {
                slot.Shut();
                return;
            }

            logger.HealthRecovered(entry.Manifest!.Id);
            if (left is not null)
            {
                entry.TryMove(PluginState.Degraded, PluginErrorCodes.PluginUnavailable, left);
            }
        }
    }

    private void Degrade(string reason)
    {
        // One that is unavailable stays so until it is healthy again.
        if (entry.Status.State == PluginState.Ready && entry.TryMove(PluginState.Degraded, PluginErrorCodes.PluginUnavailable, reason))
        {
            logger.PluginDegraded(entry.Manifest!.Id, reason);
        }
    }

    private void Fail(string reason)
    {
        if (entry.Status.State is PluginState.Ready or PluginState.Degraded && entry.TryMove(PluginState.Unavailable, PluginErrorCodes.PluginUnavailable, reason))
        {
            slot.Shut();
            logger.HealthFailed(entry.Manifest!.Id, reason);
        }
    }
}

using System.Globalization;
using Polly;
using Polly.CircuitBreaker;

namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>How many calls of a plugin are under way at a time, and whether any are let through: none while its server fails again and again.</summary>
/// <remarks>
/// While the breaker is closed a call only tells it how it went; when it is not, the call runs inside of it, which lets one through at a time.
/// See §8.5 of the plugin contract.
/// </remarks>
#pragma warning disable CA1001 // The semaphore has nothing to dispose while nobody asks for its wait handle.
internal sealed class CallGate
#pragma warning restore CA1001
{
    private static readonly TimeSpan s_sampling = TimeSpan.FromSeconds(30);

    private readonly PluginId _plugin;
    private readonly SemaphoreSlim _slots;
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline<bool> _breaker;
    private int _inside;

    /// <param name="plugin">The plugin.</param>
    /// <param name="options">How many, and when none.</param>
    /// <param name="time">The clock of waits.</param>
    public CallGate(PluginId plugin, McpOptions options, TimeProvider time)
    {
        _plugin = plugin;
        _slots = new(options.MaxCalls, options.MaxCalls);
        _breaker = new ResiliencePipelineBuilder<bool> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<bool>
            {
                FailureRatio = options.BreakerFailureRatio,
                MinimumThroughput = options.BreakerMinimumCalls,
                SamplingDuration = s_sampling,
                BreakDuration = options.BreakTime,
                StateProvider = _state,
                ShouldHandle = static args => new(args.Outcome.Result),
            })
            .Build();
    }

    /// <summary>Gets a value indicating whether calls are under way.</summary>
    public bool IsBusy => Volatile.Read(ref _inside) > 0;

    /// <summary>Lets a call through when it may.</summary>
    /// <returns>Its place, which it leaves once.</returns>
    /// <exception cref="PluginUnavailableException">None are let through now.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled while others were under way.</exception>
    public ValueTask<CallPlace> EnterAsync(CancellationToken cancellationToken) =>
        _slots.Wait(0, CancellationToken.None) ? new(Enter()) : WaitAsync(cancellationToken);

    /// <summary>Takes the place of a call back. The breaker knows how it went before the next call comes in.</summary>
    /// <param name="probe">Ends the call inside of the breaker, if it was there.</param>
    /// <param name="outcome">What it says of the way to the server.</param>
    internal void Leave(TaskCompletionSource<bool>? probe, CallOutcome outcome)
    {
        try
        {
            if (probe is not null)
            {
                // Only an answer shows that there are answers again.
                probe.SetResult(outcome != CallOutcome.Answered);
            }
            else if (outcome != CallOutcome.Untold)
            {
                Tell(outcome == CallOutcome.Failed);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
            _slots.Release();
        }
    }

    private void Tell(bool isFailure)
    {
        if (_state.CircuitState != CircuitState.Closed)
        {
            // One that comes late, when others have opened the breaker, is not what tries the server again.
            return;
        }

        try
        {
            _ = _breaker.Execute(static isFailure => isFailure, isFailure);
        }
        catch (BrokenCircuitException)
        {
            // Others have opened it meanwhile.
        }
    }

    private async ValueTask<CallPlace> WaitAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Enter();
    }

    private CallPlace Enter()
    {
        TaskCompletionSource<bool>? probe = null;
        if (_state.CircuitState != CircuitState.Closed)
        {
            // The breaker has seen the end of the call before its caller has: the next one is let through.
            probe = new();
            var pending = _breaker.ExecuteAsync(static async (probe, _) => await probe.Task.ConfigureAwait(false), probe).AsTask();
            if (pending is { IsFaulted: true, Exception.InnerException: BrokenCircuitException broken })
            {
                _slots.Release();
                throw new PluginUnavailableException(_plugin, PluginState.Ready, Closed(_state.CircuitState == CircuitState.HalfOpen ? null : broken.RetryAfter), PluginErrorCodes.PluginUnavailable);
            }
        }

        Interlocked.Increment(ref _inside);
        return new(this, probe);
    }

    private static string Closed(TimeSpan? wait) =>
        $"too many of its last calls were not answered in time, or lost the connection, and no call is sent to it now. {(wait is { } time && time > TimeSpan.Zero ? $"It is tried again in {time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s" : "One call is under way that tries it again")}. See what keeps it, or give its calls more time.";
}

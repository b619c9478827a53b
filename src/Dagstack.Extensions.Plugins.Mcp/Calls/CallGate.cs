using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.Mcp.Wire;
using Polly;
using Polly.CircuitBreaker;

namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>How many calls of a plugin are under way at a time, and whether any are let through: none while its server fails again and again.</summary>
/// <remarks>See §8.5 of the plugin contract.</remarks>
#pragma warning disable CA1001 // The semaphore has nothing to dispose while nobody asks for its wait handle.
internal sealed class CallGate
#pragma warning restore CA1001
{
    private static readonly ResiliencePropertyKey<CancellationToken> s_deadline = new("deadline");

    private static readonly TimeSpan s_sampling = TimeSpan.FromSeconds(30);

    private readonly PluginId _plugin;
    private readonly SemaphoreSlim _slots;
    private readonly ResiliencePipeline<WireResult>? _retries;
    private readonly ResiliencePipeline<WireResult> _breaker;
    private int _inside;

    /// <param name="plugin">The plugin.</param>
    /// <param name="options">How many, and when none.</param>
    /// <param name="retries">Makes calls again that may be answered later; null for never.</param>
    /// <param name="time">The clock of waits.</param>
    public CallGate(PluginId plugin, McpOptions options, CallRetries? retries, TimeProvider time)
    {
        _plugin = plugin;
        _slots = new(options.MaxCalls, options.MaxCalls);
        _retries = retries is { Max: > 0 } ? new ResiliencePipelineBuilder<WireResult> { TimeProvider = time }.AddRetry(retries.Strategy()).Build() : null;
        _breaker = new ResiliencePipelineBuilder<WireResult> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<WireResult>
            {
                FailureRatio = options.BreakerFailureRatio,
                MinimumThroughput = options.BreakerMinimumCalls,
                SamplingDuration = s_sampling,
                BreakDuration = options.BreakTime,
                ShouldHandle = static args => new(IsFailure(args.Outcome.Exception, args.Context)),
            })
            .Build();
    }

    /// <summary>Gets a value indicating whether calls are under way.</summary>
    public bool IsBusy => Volatile.Read(ref _inside) > 0;

    /// <summary>Makes a call when it may.</summary>
    /// <param name="call">Makes it, and may make it again.</param>
    /// <param name="state">What it is given.</param>
    /// <param name="isIdempotent">Whether it may be made more than once.</param>
    /// <param name="deadline">When its time is over.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PluginUnavailableException">None are let through now.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<WireResult> RunAsync<TState>(Func<ResilienceContext, TState, ValueTask<Outcome<WireResult>>> call, TState state, bool isIdempotent, CancellationToken deadline, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        try
        {
            context.Properties.Set(s_deadline, deadline);
            context.Properties.Set(CallRetries.MayRepeat, isIdempotent);
            var attempt = new Attempt<TState>(this, call, state);
            var outcome = _retries is null
                ? await AttemptAsync(context, attempt).ConfigureAwait(false)
                : await _retries.ExecuteOutcomeAsync(static (context, attempt) => attempt.Gate.AttemptAsync(context, attempt), context, attempt).ConfigureAwait(false);
            if (outcome.Exception is BrokenCircuitException broken)
            {
                throw new PluginUnavailableException(_plugin, PluginState.Ready, Closed(broken.RetryAfter), PluginErrorCodes.PluginUnavailable);
            }

            outcome.ThrowIfException();
            return outcome.Result!;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Makes a call once. What waits to be made again has no place among those that are under way.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Outcome<WireResult>> AttemptAsync<TState>(ResilienceContext context, Attempt<TState> attempt)
    {
        if (!_slots.Wait(0, CancellationToken.None))
        {
            try
            {
                await _slots.WaitAsync(context.CancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException cancelled)
            {
                return Outcome.FromException<WireResult>(cancelled);
            }
        }

        Interlocked.Increment(ref _inside);
        try
        {
            return await _breaker.ExecuteOutcomeAsync(attempt.Call, context, attempt.State).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
            _slots.Release();
        }
    }

    private static bool IsFailure(Exception? fault, ResilienceContext context) => fault switch
    {
        WireException wire => wire.IsOfTransport,
        OperationCanceledException => context.Properties.TryGetValue(s_deadline, out var deadline) && deadline.IsCancellationRequested,
        _ => false,
    };

    private static string Closed(TimeSpan? wait) =>
        $"too many of its last calls were not answered in time, or lost the connection, and no call is sent to it now. {(wait is { } time && time > TimeSpan.Zero ? $"It is tried again in {time.TotalSeconds.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture)} s" : "One call is under way that tries it again")}. See what keeps it, or give its calls more time.";

    private readonly record struct Attempt<TState>(CallGate Gate, Func<ResilienceContext, TState, ValueTask<Outcome<WireResult>>> Call, TState State);
}

using Dagstack.Extensions.Plugins.Mcp.Wire;
using Polly;
using Polly.Retry;

namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>When a call is made again that came to nothing: its hook is marked idempotent, and the server may answer later.</summary>
/// <remarks>See §8.5 of the plugin contract. A wait ends with the time of the call.</remarks>
/// <param name="max">How often.</param>
internal sealed class CallRetries(int max)
{
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(0.2);

    /// <summary>The longest wait of one retry, also if the server asks for more: a call may be without a time.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    /// <summary>Gets how long all waits of a call take at most, where the server does not say when.</summary>
    public TimeSpan Longest => new(Math.Min((s_first * Math.Pow(2, Math.Min(max, 20))).Ticks, s_longest.Ticks));

    /// <summary>Makes what makes calls again; null for never.</summary>
    /// <param name="time">The clock of waits.</param>
    public ResiliencePipeline<WireResult>? Build(TimeProvider time) => max == 0 ? null : new ResiliencePipelineBuilder<WireResult> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<WireResult>
        {
            MaxRetryAttempts = max,
            Delay = s_first,
            MaxDelay = s_longest,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = static args => new(args.Outcome.Exception is WireException { IsTransient: true } fault
                && !(fault.RetryAfter > s_longest)
                && !args.Context.CancellationToken.IsCancellationRequested),
            DelayGenerator = static args => new((args.Outcome.Exception as WireException)?.RetryAfter),
        })
        .Build();
}

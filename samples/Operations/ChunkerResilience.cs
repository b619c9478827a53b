using System.Collections.Concurrent;
using Chunking;
using Dagstack.Extensions.Plugins;
using Polly;
using Polly.CircuitBreaker;
using Polly.Fallback;
using Polly.Retry;

namespace Operations;

/// <summary>A pipeline of Polly around the chunkers: a call is repeated, a plugin that goes on failing is left alone for a while, and what fails all the same another plugin does.</summary>
public sealed partial class ChunkerResilience(IServiceProvider services, TimeProvider time, ILogger<ChunkerResilience> logger) : IPluginMiddleware
{
    /// <summary>The plugin that does what others could not.</summary>
    public static readonly PluginId Fallback = new("chunker", "lines");

    private static readonly ResiliencePropertyKey<PluginCallContext> s_call = new("call");

    // One for each plugin: a breaker that all share would stop the good ones with the bad.
    private readonly ConcurrentDictionary<PluginId, ResiliencePipeline<object?>> _pipelines = new();

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(PluginCallContext call, PluginCallHandler next)
    {
        var context = ResilienceContextPool.Shared.Get(call.CancellationToken);
        context.Properties.Set(s_call, call);
        try
        {
            return await _pipelines.GetOrAdd(call.Plugin.Id, Build).ExecuteAsync(static (context, next) => next(context.Properties.GetValue(s_call, null!)), context, next);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline<object?> Build(PluginId plugin)
    {
        // What the caller does wrong fails at the second time as at the first, and elsewhere too.
        var faults = new PredicateBuilder<object?>().Handle<Exception>(static fault => fault is not (OperationCanceledException or ArgumentException));
        var builder = new ResiliencePipelineBuilder<object?> { TimeProvider = time, Name = plugin.ToString() };
        if (plugin != Fallback)
        {
            builder.AddFallback(new FallbackStrategyOptions<object?> { ShouldHandle = faults, FallbackAction = args => Outcome.FromResultAsValueTask<object?>(Chunk(args.Context.Properties.GetValue(s_call, null!), args.Outcome.Exception!)) });
        }

        return builder
            .AddRetry(new RetryStrategyOptions<object?>
            {
                // A hook may be repeated only if its contract says so, and a plugin that is not there does not come in a moment.
                ShouldHandle = args => new(args.Outcome.Exception is not (null or OperationCanceledException or ArgumentException or PluginUnavailableException or BrokenCircuitException) && args.Context.Properties.GetValue(s_call, null!).Hook.IsIdempotent),
                MaxRetryAttempts = 2,
                Delay = TimeSpan.FromMilliseconds(10),
                BackoffType = DelayBackoffType.Exponential,
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<object?> { ShouldHandle = faults, FailureRatio = 0.8, MinimumThroughput = 10, SamplingDuration = TimeSpan.FromSeconds(10), BreakDuration = TimeSpan.FromSeconds(5) })
            .Build();
    }

    private IReadOnlyList<Chunk> Chunk(PluginCallContext call, Exception fault)
    {
        LogFallback(call.Plugin.Id, Fallback, fault.Message);

        // Asked for here: middleware is made before there are plugins.
        return services.GetRequiredService<IPlugins<IChunker>>()[Fallback.Name].Chunk((string)call["text"]!, (int?)call["maxSize"]);
    }

    [LoggerMessage(1, LogLevel.Warning, "{Fallback} does what {Plugin} could not: {Reason}")]
    private partial void LogFallback(PluginId plugin, PluginId fallback, string reason);
}

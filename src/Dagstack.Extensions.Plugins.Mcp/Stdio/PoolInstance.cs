using System.Collections.Concurrent;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Session;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <summary>A plugin whose execution model is <c>process_cpu_bound</c>: several workers, warm, and calls spread over them.</summary>
/// <remarks>See §8.7 of the plugin contract.</remarks>
internal sealed class PoolInstance : PluginInstance
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly ConfigurationFollower _follower;
    private readonly PoolHealth _health;
    private readonly PoolSlot _slot;
    private readonly WorkerPool _pool;

    /// <param name="runtime">Whose plugin it is.</param>
    /// <param name="context">What the host gives to the plugin.</param>
    /// <param name="follower">Tells all processes of another section, and has the plugin replaced once, if that is not enough.</param>
    public PoolInstance(StdioRuntime runtime, PluginInstanceContext context, ConfigurationFollower follower)
        : this(runtime, context, follower, new PoolSlot(context.Plugin))
    {
    }

    private PoolInstance(StdioRuntime runtime, PluginInstanceContext context, ConfigurationFollower follower, PoolSlot slot)
        : base(context.Plugin.Contract.CreateProxy(slot))
    {
        var patience = context.Services.GetService<DagstackPluginOptions>()?.HealthTimeout ?? s_patience;
        (_follower, _slot, _health) = (follower, slot, new(patience, runtime.Time));
        slot.Pool = _pool = new(context.Plugin, () => runtime.CreateWorker(context), ReportEnd, runtime.Options, runtime.Time, context.Context.Logger);
    }

    public override bool ReportsHealth => true;

    public override bool CanBeKilled => true;

    public override bool RunsUnits => _pool.Workers.Any(static worker => worker.Instance.RunsUnits);

    public override async ValueTask SetupAsync(CancellationToken cancellationToken)
    {
        await _pool.StartAsync(cancellationToken).ConfigureAwait(false);
        _follower.Follow(_pool.TellAsync);
    }

    public override async ValueTask<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken) =>
        await _health.AskAsync(_pool.Workers, cancellationToken).ConfigureAwait(false);

    public override async ValueTask EndAsync(PluginEnding ending)
    {
        _follower.Dispose();
        var faults = new ConcurrentQueue<(string What, Exception Fault)>();
        var kept = 0;
        await _pool.StopAsync(
            async (what, step) =>
            {
                try
                {
                    await step().ConfigureAwait(false);
                }
                catch (Exception fault)
                {
                    faults.Enqueue((what, fault));
                }
            },
            isReleased => Interlocked.Add(ref kept, isReleased ? 0 : 1),
            ending.CancellationToken).ConfigureAwait(false);
        ending.Released &= kept == 0;
        foreach (var (what, fault) in faults)
        {
            await ending.TryAsync(what, () => ValueTask.FromException(fault)).ConfigureAwait(false);
        }
    }

    public override ValueTask<JsonElement?> RunUnitAsync(JsonElement args, UnitContext unit, CancellationToken cancellationToken) =>
        _slot.CallAsync(worker => worker.RunUnitAsync(args, unit, cancellationToken), cancellationToken);

    public override async ValueTask KillAsync() => await _pool.KillAsync().ConfigureAwait(false);
}

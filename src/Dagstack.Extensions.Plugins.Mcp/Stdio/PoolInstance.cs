using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <summary>A plugin whose execution model is <c>process_cpu_bound</c>: several workers, warm, and calls spread over them.</summary>
/// <remarks>See §8.7 of the plugin contract.</remarks>
internal sealed class PoolInstance : PluginInstance
{
    private readonly WorkerPool _pool;

    public PoolInstance(StdioRuntime runtime, PluginInstanceContext context)
        : this(runtime, context, new PoolSlot(context.Plugin))
    {
    }

    private PoolInstance(StdioRuntime runtime, PluginInstanceContext context, PoolSlot slot)
        : base(context.Plugin.Contract.CreateProxy(slot)) =>
        slot.Pool = _pool = new(context.Plugin.Id, () => runtime.CreateWorker(context), ReportEnd, runtime.Options, runtime.Time, context.Context.Logger);

    public override bool ReportsHealth => true;

    public override bool CanBeKilled => true;

    public override async ValueTask SetupAsync(CancellationToken cancellationToken) => await _pool.StartAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Asks all of them; the worst answer counts. One that dies meanwhile is replaced and says nothing.</summary>
    public override async ValueTask<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken)
    {
        var workers = _pool.Workers;
        var answers = await Task.WhenAll(workers.Select(worker => worker.Instance.CheckHealthAsync(cancellationToken).AsTask())).ConfigureAwait(false);
        var worst = workers.Zip(answers).Where(static pair => !pair.First.Instance.Died.IsCompleted).Select(static pair => pair.Second).OrderBy(static answer => answer.Status).ToList();
        return worst.Count > 0 ? worst[0] : HealthCheckResult.Degraded("none of its processes serves at the moment; others are being started.");
    }

    public override async ValueTask EndAsync(PluginEnding ending)
    {
        await ending.TryAsync("ending what replaces its processes", async () => await _pool.StopAsync().ConfigureAwait(false)).ConfigureAwait(false);
        var faults = new ConcurrentQueue<(string What, Exception Fault)>();
        await Task.WhenAll(_pool.Workers.Select(worker => worker.Instance.EndAsync(
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
            isReleased => ending.Released &= isReleased,
            ending.CancellationToken).AsTask())).ConfigureAwait(false);
        foreach (var (what, fault) in faults)
        {
            await ending.TryAsync(what, () => ValueTask.FromException(fault)).ConfigureAwait(false);
        }
    }

    public override async ValueTask KillAsync() => await Task.WhenAll(_pool.Workers.Select(static worker => worker.Instance.KillAsync().AsTask())).ConfigureAwait(false);
}

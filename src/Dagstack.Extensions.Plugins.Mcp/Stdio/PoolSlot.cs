using Dagstack.Extensions.Plugins.Mcp.Calls;

namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <summary>A plugin in several processes, of which each call has one for itself.</summary>
internal sealed class PoolSlot(PluginDescription plugin) : RemoteSlot(plugin)
{
    /// <summary>Gets or sets the processes, known before the first call.</summary>
    public WorkerPool? Pool { get; set; }

    /// <summary>Makes a call in one of the processes.</summary>
    public async ValueTask<TResult> CallAsync<TResult>(Func<StdioInstance, ValueTask<TResult>> call, CancellationToken cancellationToken)
    {
        var pool = Pool!;
        while (true)
        {
            var worker = await pool.TakeAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var result = await call(worker.Instance).ConfigureAwait(false);
                pool.GiveBack(worker);
                return result;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                pool.Abandon(worker);
                throw;
            }
            catch (PluginUnavailableException fault)
            {
                // It has died, or is about to; who looks after it replaces it. A call that it never had goes to the next one.
                pool.Kill(worker);
                if (!UnsentCalls.Has(fault))
                {
                    throw;
                }
            }
            catch
            {
                pool.GiveBack(worker);
                throw;
            }
        }
    }

    protected override ValueTask<RemotePayload> SendAsync(RemoteCall call, CancellationToken cancellationToken) =>
        CallAsync(worker => worker.ForwardAsync(call, cancellationToken), cancellationToken);
}

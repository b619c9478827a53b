using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <summary>How the processes of a plugin are, together.</summary>
/// <param name="patience">How long one may take for its answer. When one has answered the others have half of that.</param>
/// <param name="time">The clock of waits.</param>
internal sealed class PoolHealth(TimeSpan patience, TimeProvider time)
{
    /// <summary>The end of a connection is often seen before that of its process.</summary>
    private static readonly TimeSpan s_ending = TimeSpan.FromMilliseconds(500);

    /// <summary>Asks all of them; the worst answer counts. One that dies meanwhile is replaced and says nothing; some that do not answer are no reason to call none.</summary>
    /// <exception cref="OperationCanceledException">None has answered in time.</exception>
    public async Task<HealthCheckResult> AskAsync(IReadOnlyList<PooledWorker> workers, CancellationToken cancellationToken)
    {
        var asked = workers.Select(Ask).ToArray();
        var all = Task.WhenAll(asked);
        await FirstAsync(asked).WaitAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAny(all, Task.Delay(patience / 2, time, cancellationToken)).ConfigureAwait(false);

        // What is still asked for is not taken back: that it is silent is counted when its time is over.
        var done = asked.Where(static one => one.IsCompleted).Select(static one => one.Result).ToArray();
        var said = done.Select(static answer => answer.Result).OfType<HealthCheckResult>().OrderBy(static result => result.Status).ToArray();
        var silent = asked.Length - done.Length + done.Count(static answer => answer is { Result: null, IsGone: false });
        return silent == 0 && said.Length == 0 ? HealthCheckResult.Degraded("none of its processes serves at the moment; others are being started.")
            : said.Length == 0 ? throw new TimeoutException($"None of its processes has answered within {patience.TotalSeconds:0.###} s.")
            : silent > 0 && said[0].Status == HealthStatus.Healthy ? HealthCheckResult.Degraded($"{silent} of its {asked.Length} processes did not answer.")
            : said[0];
    }

    /// <summary>Waits for the first that says something, or until none is asked any more.</summary>
    private static async Task FirstAsync(Task<PoolAnswer>[] asked)
    {
        var left = asked.ToList();
        while (left.Count > 0)
        {
            var next = await Task.WhenAny(left).ConfigureAwait(false);
            if ((await next.ConfigureAwait(false)).Result is not null)
            {
                return;
            }

            left.Remove(next);
        }
    }

    /// <summary>Asks one, unless it has not answered yet what it was asked before.</summary>
    private Task<PoolAnswer> Ask(PooledWorker worker) => worker.Asked is { IsCompleted: false } before ? before : worker.Asked = AskAsync(worker);

    private async Task<PoolAnswer> AskAsync(PooledWorker worker)
    {
        using var limit = new CancellationTokenSource(patience, time);
        try
        {
            var result = await worker.Instance.CheckHealthAsync(limit.Token).ConfigureAwait(false);
            if (result.Status == HealthStatus.Unhealthy)
            {
                await ((Task)worker.Instance.Died).WaitAsync(s_ending, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return worker.Instance.IsGone ? new(null, IsGone: true) : new(result, IsGone: false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new(null, worker.Instance.IsGone);
        }
    }
}

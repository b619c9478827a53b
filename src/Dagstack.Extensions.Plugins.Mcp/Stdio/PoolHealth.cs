using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <summary>How the processes of a plugin are, together.</summary>
internal static class PoolHealth
{
    /// <summary>How long the others are waited for when one has answered.</summary>
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(5);

    /// <summary>Asks all of them; the worst answer counts. One that dies meanwhile is replaced and says nothing; some that do not answer are no reason to call none.</summary>
    /// <exception cref="OperationCanceledException">None has answered in time.</exception>
    public static async Task<HealthCheckResult> AskAsync(IReadOnlyList<PooledWorker> workers, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asked = workers.Select(worker => AskAsync(worker, limit.Token)).ToArray();
        var all = Task.WhenAll(asked);
        if (asked.Length > 0)
        {
            await Task.WhenAny(asked).ConfigureAwait(false);
            await Task.WhenAny(all, Task.Delay(s_rest, time, limit.Token)).ConfigureAwait(false);
            await limit.CancelAsync().ConfigureAwait(false);
        }

        var answers = (await all.ConfigureAwait(false)).Where(static answer => !answer.IsGone).ToArray();
        var said = answers.Select(static answer => answer.Result).OfType<HealthCheckResult>().OrderBy(static result => result.Status).ToArray();
        if (said.Length == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return HealthCheckResult.Degraded("none of its processes serves at the moment; others are being started.");
        }

        var silent = answers.Length - said.Length;
        return silent > 0 && said[0].Status == HealthStatus.Healthy ? HealthCheckResult.Degraded($"{silent} of its {answers.Length} processes did not answer.") : said[0];
    }

    /// <summary>Asks one. It says nothing if it is silent.</summary>
    private static async Task<(HealthCheckResult? Result, bool IsGone)> AskAsync(PooledWorker worker, CancellationToken cancellationToken)
    {
        try
        {
            var result = await worker.Instance.CheckHealthAsync(cancellationToken).ConfigureAwait(false);
            return (result, worker.Instance.IsGone);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (null, worker.Instance.IsGone);
        }
    }
}

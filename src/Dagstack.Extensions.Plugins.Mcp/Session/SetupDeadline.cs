namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>The time of a setup, which begins when the server has been greeted: the greeting has a time of its own.</summary>
internal static class SetupDeadline
{
    /// <summary>What a start as a whole may take longer than its parts, which have times of their own that say more.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    /// <exception cref="PluginTimeoutException">It took too long.</exception>
    public static async Task RunAsync(Func<CancellationToken, Task> setup, PluginDescription plugin, TimeProvider time, CancellationToken cancellationToken)
    {
        var limit = plugin.Manifest.StartupTimeout;
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await setup(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new PluginTimeoutException(plugin.Id, "setup", limit, $"its setup did not finish within {limit.TotalSeconds:0.###} s. Make it faster, or raise 'startup_timeout_sec'.");
        }
    }
}

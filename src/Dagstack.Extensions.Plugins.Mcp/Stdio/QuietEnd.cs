using Dagstack.Extensions.Plugins.Mcp.Session;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Mcp.Stdio;

/// <summary>The end of a process while the plugin goes on: in the time that a teardown has, and what is wrong with it is logged.</summary>
/// <param name="plugin">Whose process it is.</param>
/// <param name="time">The clock of waits.</param>
/// <param name="logger">The plugin's logger.</param>
internal sealed class QuietEnd(PluginDescription plugin, TimeProvider time, ILogger logger)
{
    /// <param name="instance">The process.</param>
    /// <param name="hurry">Cancelled when there is no time left at all.</param>
    public async Task RunAsync(StdioInstance instance, CancellationToken hurry)
    {
        var patience = plugin.Manifest.TeardownTimeout;
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, hurry);
        await instance.EndAsync(
            async (what, step) =>
            {
                try
                {
                    await step().ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (either.IsCancellationRequested)
                {
                    logger.ProcessEndFailed(limit.IsCancellationRequested ? $"{what} was not done within {patience.TotalSeconds:0.###} s" : $"{what} was cut short by the end of the plugin");
                }
                catch (Exception fault)
                {
                    logger.ProcessEndFailed($"{what} threw {ExceptionText.Of(fault)}");
                }
            },
            static _ => { },
            either.Token).ConfigureAwait(false);
    }
}

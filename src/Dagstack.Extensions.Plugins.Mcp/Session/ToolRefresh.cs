namespace Dagstack.Extensions.Plugins.Mcp.Session;

/// <summary>Has tools listed anew when a server says that they are others: one listing at a time, and one at most that waits for it.</summary>
/// <remarks>Between two listings there is a pause, which grows while the server goes on saying so: one that says it of each listing would be asked for ever.</remarks>
/// <param name="list">Lists them, and tells somebody. It does not fail.</param>
/// <param name="ended">Completes when there is nothing to list any more.</param>
/// <param name="time">The clock of pauses.</param>
internal sealed class ToolRefresh(Func<Action, Task> list, Task ended, TimeProvider time)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private Action? _asked;
    private bool _isRunning;

    /// <summary>Asks for a listing that begins after this. It does not wait.</summary>
    /// <param name="listed">Told when the tools are there.</param>
    public void Ask(Action listed)
    {
        lock (_gate)
        {
            _asked = listed;
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        _ = Task.Run(RunAsync);
    }

    private async Task RunAsync()
    {
        for (var pause = s_firstPause; Take() is { } listed; pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause)
        {
            await list(listed).ConfigureAwait(false);
            await ended.WaitAsync(pause, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Action? Take()
    {
        lock (_gate)
        {
            var listed = ended.IsCompleted ? null : _asked;
            (_asked, _isRunning) = (null, listed is not null);
            return listed;
        }
    }
}

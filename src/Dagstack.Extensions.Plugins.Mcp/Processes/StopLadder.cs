namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>The steps by which a child is brought to its end: its input ends, SIGTERM, SIGKILL.</summary>
internal sealed class StopLadder(Action closeInput, Action<bool> signal, Task ended, TimeProvider time)
{
    /// <summary>How long a child has after its input has ended, unless the caller says otherwise.</summary>
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(5);

    /// <summary>How long a child has after SIGTERM, and how long the system has to end one after SIGKILL.</summary>
    public static readonly TimeSpan AfterSignal = TimeSpan.FromSeconds(5);

    /// <summary>Goes down the ladder until the child has ended.</summary>
    /// <param name="grace">How long to wait after the input has ended.</param>
    /// <param name="hurry">Time is over: each step that is left is done at once.</param>
    /// <returns>Whether it has ended; false if not even SIGKILL has ended it within 5 s.</returns>
    public async Task<bool> RunAsync(TimeSpan grace, CancellationToken hurry)
    {
        closeInput();
        if (await WaitAsync(grace, hurry).ConfigureAwait(false))
        {
            return true;
        }

        signal(false);
        if (await WaitAsync(AfterSignal, hurry).ConfigureAwait(false))
        {
            return true;
        }

        signal(true);
        return await WaitAsync(AfterSignal, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<bool> WaitAsync(TimeSpan limit, CancellationToken hurry)
    {
        try
        {
            await ended.WaitAsync(limit, time, hurry).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // On to the next step.
        }

        return ended.IsCompleted;
    }
}

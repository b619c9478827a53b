using Dagstack.Extensions.Plugins.Mcp.Session;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Session;

/// <summary>How often tools are listed whose server says that they are others.</summary>
public sealed class ToolRefreshTests
{
    [Fact]
    public async Task Ask_AgainAndAgainWhileOneIsListed_ListsOnceMore()
    {
        var time = new StepTime();
        using var gate = new SemaphoreSlim(0);
        var begun = 0;
        var refresh = new ToolRefresh(_ => CountAsync(), new TaskCompletionSource().Task, time);
        refresh.Ask(static () => { });
        await Wait.UntilAsync(() => Volatile.Read(ref begun) == 1);
        for (var i = 0; i < 10; i++)
        {
            refresh.Ask(static () => { });
        }

        gate.Release();
        await PassAsync(time, 0.1);
        await Wait.UntilAsync(() => Volatile.Read(ref begun) == 2);
        gate.Release();
        await PassAsync(time, 0.2);

        // It rests now, and what is said after that is listed at once.
        gate.Release();
        refresh.Ask(static () => { });
        await Wait.UntilAsync(() => Volatile.Read(ref begun) == 3);

        Task CountAsync()
        {
            Interlocked.Increment(ref begun);
            return gate.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Ask_AtEachListing_IsListedMoreAndMoreSeldom()
    {
        var time = new StepTime();
        var ended = new TaskCompletionSource();
        var count = 0;
        ToolRefresh? refresh = null;
        refresh = new(
            listed =>
            {
                Interlocked.Increment(ref count);
                refresh!.Ask(listed);
                return Task.CompletedTask;
            },
            ended.Task,
            time);

        refresh.Ask(static () => { });

        foreach (var pause in new[] { 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10 })
        {
            await PassAsync(time, pause);
        }

        await Wait.UntilAsync(() => time.Waits(TimeSpan.FromSeconds(10)) == 2, "a second pause of 10 s");
        Assert.Equal(9, Volatile.Read(ref count));
        ended.SetResult();
    }

    private static async Task PassAsync(StepTime time, double seconds)
    {
        var pause = TimeSpan.FromSeconds(seconds);
        var passed = time.Elapsed;
        await Wait.UntilAsync(() => time.Waits(pause) > 0, $"a pause of {pause} after {passed}");
        time.Advance(pause);
    }
}

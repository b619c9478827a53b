using System.Globalization;
using Dagstack.Extensions.Plugins.Tasks;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Lifecycle;

public sealed class OwnThreadsTests
{
    private static readonly AsyncLocal<string?> s_ambient = new();

    [Fact]
    public async Task Run_WorkThatBlocks_HoldsUpNoOtherWork()
    {
        const int count = 100;
        var threads = new OwnThreads(TimeSpan.FromSeconds(1));
        using var allRun = new CountdownEvent(count);
        var ended = new CountdownEvent(count);
        Parallel.For(0, count, _ => threads.Run(() =>
        {
            allRun.Signal();
            allRun.Wait();
            ended.Signal();
        }));
        await Wait.UntilAsync(() => ended.IsSet);
    }

    [Fact]
    public async Task Run_WorkAfterWork_IsOnThreadsThatAreThereAlready()
    {
        var threads = new OwnThreads(Limits.Patience);
        var used = new HashSet<int>();
        for (var i = 0; i < 100; i++)
        {
            used.Add(await RunAsync(threads, static () => Environment.CurrentManagedThreadId));
        }

        Assert.InRange(used.Count, 1, 50);
    }

    [Fact]
    public async Task Run_WorkThatChangesItsThread_TheNextSeesNothingOfIt()
    {
        var threads = new OwnThreads(Limits.Patience);
        s_ambient.Value = "the caller's";
        var changed = await RunAsync(threads, static () =>
        {
            s_ambient.Value = "the work's";
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
            SynchronizationContext.SetSynchronizationContext(new());
            Thread.CurrentThread.Priority = ThreadPriority.Lowest;
            Thread.CurrentThread.IsBackground = false;
            return Thread.CurrentThread;
        });

        (Thread Thread, bool IsClean) next;
        do
        {
            next = await RunAsync(threads, static () => (Thread.CurrentThread, s_ambient.Value is null
                && CultureInfo.CurrentCulture.Name != "tr-TR"
                && SynchronizationContext.Current is null
                && Thread.CurrentThread is { Priority: ThreadPriority.Normal, IsBackground: true }));
            Assert.True(next.IsClean);
        }
        while (next.Thread != changed);
    }

    [Fact]
    public async Task Run_NoMoreWork_TheThreadEndsAndAnotherComesWithTheNext()
    {
        var threads = new OwnThreads(TimeSpan.Zero);
        var first = await RunAsync(threads, static () => Thread.CurrentThread);
        await Wait.UntilAsync(() => !first.IsAlive);
        Assert.NotSame(first, await RunAsync(threads, static () => Thread.CurrentThread));
    }

    private static async Task<T> RunAsync<T>(OwnThreads threads, Func<T> work)
    {
        var outcome = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Run(() => outcome.SetResult(work()));
        return await outcome.Task.WaitAsync(Limits.Patience);
    }
}

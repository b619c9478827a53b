using Dagstack.Extensions.Plugins.Mcp.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

/// <summary>Many children: nothing is left of them, and none holds up the others.</summary>
[Collection(nameof(Alone))]
public sealed class ChildStormTests
{
    private static int Count => Children.AreLong ? 1_000 : 200;

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public async Task Ended_ManyAreKilled_LeaveNoZombieThreadOrDescriptor()
    {
        await RunAsync(new ChildProcessSettings { Watch = Children.Watch }, 2, 0);
        var before = Children.Descriptors();
        var settings = new ChildProcessSettings { Watch = Children.Watch, ErrorLine = static _ => { } };

        for (var i = 0; i < Count / 20; i++)
        {
            await RunAsync(settings, 20, i);
        }

        Assert.Empty(Children.Own());
        await Wait.UntilAsync(() => Children.Threads() == 0);
        await Wait.UntilAsync(() => Children.Descriptors() <= before);
    }

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public async Task Output_ManyAreRead_BlockNoThreadOfThePool()
    {
        var settings = new ChildProcessSettings { Watch = Children.Watch };
        var children = Enumerable.Range(0, 64).Select(_ => Children.Shell("read a; echo \"$a\"; read a", settings)).ToList();
        var reads = children.ConvertAll(static child => Children.LineAsync(child));

        // The reader of the error output and this one, two of each child, wait. If they did so on threads of the pool, one would be free in a minute.
        await Task.Run(static () => { }).WaitAsync(Limits.Patience);
        await Wait.UntilAsync(() => Children.Threads() == 1);
        await Task.WhenAll(children.Select(static child => Children.WriteAsync(child, "hello\n")));
        Assert.All(await Task.WhenAll(reads), static line => Assert.Equal("hello", line));

        await Task.WhenAll(children.Select(static child => child.StopAsync())).WaitAsync(Limits.Patience);
        await Task.WhenAll(children.Select(static child => child.DisposeAsync().AsTask()));
    }

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public async Task ErrorLine_FloodWithoutLineEnds_TakesLittleMemory()
    {
        using var gate = new ManualResetEventSlim();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var child = Children.Shell("head -c 100000000 /dev/zero >&2; echo >&2; echo done >&2", Children.Standing(line: _ => gate.Wait()));

        var end = await Children.EndAsync(child);

        Assert.Equal(0, end.ExitCode);
        Assert.Equal("done", end.LastLines[^1]);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 8_000_000);
        gate.Set();
    }

    private static async Task RunAsync(ChildProcessSettings settings, int count, int round)
    {
        var children = new List<ChildProcess>();
        for (var i = 0; i < count; i++)
        {
            children.Add(Children.Shell("sleep 60 & echo ready >&2; exec sleep 60", settings));
        }

        for (var i = 0; i < count; i++)
        {
            // From outside, from inside, and at different moments of their lives.
            if ((i + round) % 2 == 0)
            {
                Posix.SignalProcess(children[i].Id, Posix.Kill);
            }
            else
            {
                children[i].Kill();
            }
        }

        foreach (var child in children)
        {
            Assert.Equal("SIGKILL", (await Children.EndAsync(child)).Signal);
        }

        await Task.WhenAll(children.Select(static child => child.DisposeAsync().AsTask())).WaitAsync(Limits.Patience);
    }
}

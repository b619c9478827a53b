using Dagstack.Extensions.Plugins.Mcp.Processes;
using Microsoft.Extensions.Time.Testing;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

/// <summary>How the host ends a child.</summary>
public sealed class ChildStopTests
{
    private const string Stubborn = "trap '' TERM INT HUP; echo ready; while :; do sleep 0.2; done";

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task HasEnded_OfAProcess_IsSoWhenItHas()
    {
        await using var child = await Children.ReadyAsync("echo ready; read line");
        Assert.False(child.HasEnded);

        child.Input.Close();

        await Wait.UntilAsync(() => child.HasEnded);
        await child.LeaderEnded.WaitAsync(Limits.Patience);
        Assert.True(child.HasEnded);
    }

    [Fact]
    public async Task RunAsync_ChildThatNeverEnds_TakesEachStepInTime()
    {
        var time = new FakeTimeProvider();
        var steps = new List<string>();
        var ended = new TaskCompletionSource();
        void Step(string name) => steps.Add($"{name} {(time.GetUtcNow() - time.Start).TotalSeconds:0}");
        var ladder = new StopLadder(() => Step("close"), kill => Step(kill ? "kill" : "term"), ended.Task, time).RunAsync(TimeSpan.FromSeconds(3), default);

        for (var second = 0; second < 20 && !ladder.IsCompleted; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(["close 0", "term 3", "kill 8"], steps);
        Assert.False(await ladder.WaitAsync(Limits.Patience));
    }

    [Fact]
    public async Task RunAsync_TimeIsOver_TakesTheRestOfTheStepsAtOnce()
    {
        var time = new FakeTimeProvider();
        var steps = new List<string>();
        var ended = new TaskCompletionSource();
        void Signal(bool kill)
        {
            steps.Add(kill ? "kill" : "term");
            if (kill)
            {
                ended.SetResult();
            }
        }

        using var hurry = new CancellationTokenSource();
        var ladder = new StopLadder(() => steps.Add("close"), Signal, ended.Task, time).RunAsync(TimeSpan.FromSeconds(5), hurry.Token);
        Assert.Equal(["close"], steps);

        hurry.Cancel();

        Assert.True(await ladder.WaitAsync(Limits.Patience));
        Assert.Equal(["close", "term", "kill"], steps);
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task StopAsync_ChildThatReads_EndsWithItsInput()
    {
        await using var child = await Children.ReadyAsync("echo ready; cat; exit 7");

        var end = await child.StopAsync().WaitAsync(Limits.Patience);

        Assert.Equal((7, null, false), (end.ExitCode, end.Signal, end.WasEndedByHost));
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task StopAsync_ChildThatHeedsSigterm_EndsWithIt()
    {
        await using var child = await Children.ReadyAsync("trap 'exit 9' TERM; echo ready; while :; do sleep 0.1; done");

        var end = await child.StopAsync(Children.Short).WaitAsync(Limits.Patience);

        // What its own child says to SIGTERM follows.
        Assert.StartsWith("its process has ended with exit code 9, after the host had told it to", end.Text, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task StopAsync_StubbornChild_IsKilledFiveSecondsAfterSigterm()
    {
        var time = new StepTime();
        await using var child = await Children.ReadyAsync(Stubborn, Children.Standing(time));

        var stop = child.StopAsync(Children.Short);
        Assert.Equal((1, 0), (time.Waits(Children.Short), time.Waits(StopLadder.AfterSignal)));
        time.Advance(Children.Short);
        await Wait.UntilAsync(() => time.Waits(StopLadder.AfterSignal) == 1);
        time.Advance(StopLadder.AfterSignal);
        await child.LeaderEnded.WaitAsync(Limits.Patience);
        var end = await time.RunAsync(stop);

        Assert.Equal(("SIGKILL", true), (end.Signal, end.WasEndedByHost));
        Assert.Equal("its process was ended by the host (SIGKILL)", end.Text);
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task StopAsync_TimeIsOver_KillsAtOnce()
    {
        var time = new StepTime();
        await using var child = await Children.ReadyAsync(Stubborn, Children.Standing(time));

        var stop = child.StopAsync(hurry: new CancellationToken(canceled: true));

        // The clock stands: whoever waited for it would do so for ever.
        await child.LeaderEnded.WaitAsync(Limits.Patience);
        Assert.Equal("SIGKILL", (await time.RunAsync(stop)).Signal);
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task StopAsync_TwiceAtOnce_IsOneStopAndTheSecondCanHurryIt()
    {
        await using var child = await Children.ReadyAsync(Stubborn);

        var first = child.StopAsync(TimeSpan.FromHours(1));
        var second = child.StopAsync(TimeSpan.FromHours(1), new CancellationToken(canceled: true));

        Assert.Same(await first.WaitAsync(Limits.Patience), await second.WaitAsync(Limits.Patience));
        Assert.Same(await first, await child.StopAsync().WaitAsync(Limits.Patience));
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task Kill_DuringStop_EndsIt()
    {
        await using var child = await Children.ReadyAsync(Stubborn);

        var stop = child.StopAsync(TimeSpan.FromHours(1));
        child.Kill();
        child.Kill();

        Assert.Equal("SIGKILL", (await stop.WaitAsync(Limits.Patience)).Signal);
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task StopAsync_WriteIsUnderWay_EndsTheWriteToo()
    {
        await using var child = await Children.ReadyAsync("echo ready; sleep 60");
        var write = child.Input.WriteAsync(new byte[10_000_000]).AsTask();

        await child.StopAsync(Children.Short).WaitAsync(Limits.Patience);

        await Assert.ThrowsAsync<IOException>(() => write.WaitAsync(Limits.Patience));
    }

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public async Task StopAsync_StubbornGrandchild_IsGoneAfterwards()
    {
        await using var child = await Children.ReadyAsync("sh -c 'trap \"\" TERM; echo ready; echo $$; while :; do sleep 0.2; done' & wait");
        var grandchild = int.Parse(await Children.LineAsync(child), System.Globalization.CultureInfo.InvariantCulture);

        await child.StopAsync(Children.Short).WaitAsync(Limits.Patience);

        await Wait.UntilAsync(() => !Children.Runs(grandchild));
    }

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public async Task DisposeAsync_NothingWasRead_NothingIsLeft()
    {
        var child = Children.Shell("yes & yes >&2 & exec yes");

        await child.DisposeAsync().AsTask().WaitAsync(Limits.Patience);
        await child.DisposeAsync();

        Assert.Equal("SIGKILL", (await Children.EndAsync(child)).Signal);
        Assert.False(Children.IsThere(child.Id));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Children.LineAsync(child));
        Assert.Equal("SIGKILL", (await child.StopAsync().WaitAsync(Limits.Patience)).Signal);
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task DisposeAsync_ReadIsUnderWay_EndsIt()
    {
        // One that has left the group holds the other end of the pipe.
        var child = await Children.ReadyAsync("setsid sh -c 'echo ready; echo $$; exec sleep 300' & sleep 60");
        var other = int.Parse(await Children.LineAsync(child), System.Globalization.CultureInfo.InvariantCulture);
        var read = child.Output.ReadAsync(new byte[1]).AsTask();
        try
        {
            await child.DisposeAsync().AsTask().WaitAsync(Limits.Patience);

            await Assert.ThrowsAsync<IOException>(() => read.WaitAsync(Limits.Patience));
        }
        finally
        {
            Posix.SignalProcess(other, Posix.Kill);
        }
    }
}

using Dagstack.Extensions.Plugins.Mcp.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

/// <summary>What fails in the host, or in the system, holds up no end.</summary>
public sealed class ChildFaultTests
{
    [Fact]
    public async Task StopAsync_WasInVain_NextOneGoesAllTheWayAgain()
    {
        var time = new StepTime();
        var group = new FakeGroup();
        await using var child = ChildProcess.Start("x", group, Children.Standing(time));

        Assert.Contains("or stop it once more", (await Assert.ThrowsAsync<TimeoutException>(() => time.RunAsync(child.StopAsync()))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<TimeoutException>(() => time.RunAsync(child.StopAsync()));

        Assert.Equal(["term", "kill", "term", "kill"], group.Steps);
        group.End(7);
    }

    [Fact]
    public async Task StopAsync_EndedAfterOneInVain_SaysHow()
    {
        var time = new StepTime();
        var group = new FakeGroup();
        await using var child = ChildProcess.Start("x", group, Children.Standing(time));
        await Assert.ThrowsAsync<TimeoutException>(() => time.RunAsync(child.StopAsync()));

        group.End(7);

        Assert.Equal(7, (await child.StopAsync().WaitAsync(Limits.Patience)).ExitCode);
    }

    [Fact]
    public async Task StopAsync_GroupCannotBeLookedAt_KillsTheRestAndComesToItsEnd()
    {
        var group = new FakeGroup { Alive = static () => throw new IOException("no") };
        await using var child = ChildProcess.Start("x", group, Children.Standing());

        group.End(7);

        Assert.Equal(7, (await child.StopAsync().WaitAsync(Limits.Patience)).ExitCode);
        Assert.Equal(["term", "kill", "release"], group.Steps);
    }

    [Fact]
    public async Task Ended_ErrorOutputCannotBeRead_IsToldAllTheSame()
    {
        var group = new FakeGroup { Error = new BrokenStream() };
        await using var child = ChildProcess.Start("x", group, Children.Standing());

        group.End(7);

        Assert.Equal("its process has ended with exit code 7", (await Children.EndAsync(child)).Text);
    }

    [Fact]
    public void Start_NobodyCanWaitForTheEnd_EndsItAndSaysWhy()
    {
        var group = new FakeGroup { Unwatchable = new InvalidOperationException("no thread.") };

        var exception = Assert.Throws<ChildStartException>(() => ChildProcess.Start("plugin 'tool:x'", group, Children.Standing()));

        Assert.StartsWith("The process of plugin 'tool:x' was started, and ended again at once, since the host cannot see when it ends: no thread. The host has reached a limit", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["abandon"], group.Steps);
    }

    [Theory(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_NoThreadIsLeft_LeavesNothingAndTheNextIsLookedAfter(bool needsThreads)
    {
        var fails = true;
        var settings = new ChildProcessSettings { Watch = new ChildWatch(run => new Thread(new ThreadStart(fails ? throw new InvalidOperationException("no thread") : run)) { IsBackground = true }.Start(), needsThreads) };
        var marker = $"marker-{Guid.NewGuid():N}";

        Assert.Throws<ChildStartException>(() => Children.Shell($"sleep 60; : {marker}", settings));
        Assert.Empty(Children.With(marker));

        fails = false;
        await using var child = Children.Shell("exit 7", settings);
        Assert.Equal(7, (await Children.EndAsync(child)).ExitCode);
    }

    [Fact]
    public async Task Add_NoThreadIsLeft_NextLineTriesAgain()
    {
        var lines = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var fails = true;
        var queue = new LineQueue(lines.Enqueue, run => _ = fails ? throw new InvalidOperationException("no thread") : Task.Run(run));

        queue.Add("first");
        Assert.Empty(lines);
        fails = false;
        queue.Add("second");

        await Wait.UntilAsync(() => lines.Count == 2);
        Assert.Equal(["first", "second"], lines);
    }
}

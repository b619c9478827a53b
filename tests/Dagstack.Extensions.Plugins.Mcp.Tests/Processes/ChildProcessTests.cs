using System.Runtime.InteropServices;
using System.Text;
using Dagstack.Extensions.Plugins.Mcp.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

/// <summary>What a child gets, and how it ends by itself.</summary>
public sealed class ChildProcessTests
{
    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task Start_ReadsAndWrites_GoThroughPipes()
    {
        await using var child = Children.Shell("read a; echo \"got $a\"; cat");

        await Children.WriteAsync(child, "one\ntwo");
        child.Input.Dispose();

        Assert.Equal("got one\ntwo", await Children.ReadAsync(child));
        Assert.Equal(0, (await Children.EndAsync(child)).ExitCode);
        Assert.True(child.IsGuarded);
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task Ended_ExitCode_IsToldWithTheLastLines()
    {
        await using var child = Children.Shell("echo first >&2; printf 'it is \\033[31mbroken' >&2; exit 3", Children.Standing());

        var end = await Children.EndAsync(child);

        Assert.Equal((3, null, false), (end.ExitCode, end.Signal, end.WasEndedByHost));
        Assert.Equal("its process has ended with exit code 3; it wrote last:\n- first\n- it is \\u001B[31mbroken", end.Text);
    }

    [Theory(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    [InlineData("SEGV")]
    [InlineData("KILL")]
    [InlineData("TERM")]
    public async Task Ended_Signal_IsNamed(string signal)
    {
        await using var child = Children.Shell($"kill -s {signal} $$");

        var end = await Children.EndAsync(child);

        Assert.Equal((null, $"SIG{signal}", false), (end.ExitCode, end.Signal, end.WasEndedByHost));
        Assert.Equal($"its process was ended by SIG{signal}", end.Text);
    }

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public async Task Start_Environment_IsExactlyWhatIsListed()
    {
        var command = new ChildCommand { Name = "x", File = "/usr/bin/env", Folder = "/", Environment = new Dictionary<string, string> { ["A"] = "1", ["no.identifier"] = "ä b", ["EMPTY"] = "" } };
        await using var child = Children.Start(command);

        Assert.Equal(["A=1", "EMPTY=", "no.identifier=ä b"], (await Children.ReadAsync(child)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task Start_Folder_IsWhereItStarts()
    {
        using var folder = new TempFolder();
        var command = new ChildCommand { Name = "x", File = "/bin/sh", Arguments = ["-c", "pwd -P"], Folder = folder.Path, Environment = Children.Variables };
        await using var child = Children.Start(command);

        Assert.EndsWith(Path.GetFileName(folder.Path) + "\n", await Children.ReadAsync(child), StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task Start_Arguments_ArriveAsTheyAre()
    {
        string[] arguments = ["", "a b", "\"q\"", "$HOME", "*", "ä\\", "-n", "line\nend"];
        await using var child = Children.Start(Children.Command("/bin/sh", ["-c", "for a; do printf '%s|' \"$a\"; done", "sh", .. arguments]));

        Assert.Equal(string.Join('|', arguments) + "|", await Children.ReadAsync(child));
    }

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public async Task Start_Descriptors_AreThreePipesAndNoMore()
    {
        // One that is inherited, as native libraries open them.
        using var inherited = new Microsoft.Win32.SafeHandles.SafeFileHandle(dup(1), ownsHandle: true);
        await using var child = Children.Shell("i=0; while [ $i -lt 1000 ]; do [ -e /proc/$$/fd/$i ] && echo $i; i=$((i+1)); done; exec readlink /proc/self/fd/0");

        Assert.StartsWith("0\n1\n2\npipe:[", await Children.ReadAsync(child), StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public async Task Start_Group_IsItsOwnWithDefaultSignals()
    {
        await using var child = Children.Shell("read a b c d group rest < /proc/$$/stat; echo $group; exec grep -E 'SigBlk|SigIgn' /proc/self/status");

        // The C library has 32 and 33 to itself.
        Assert.Equal($"{child.Id}\nSigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n", (await Children.ReadAsync(child)).Replace("180000000", "000000000", StringComparison.Ordinal));
    }

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public async Task Ended_GrandchildKeepsTheStreams_IsNotWaitedFor()
    {
        var drain = TimeSpan.FromMilliseconds(50);
        var time = new StepTime();
        var said = new TaskCompletionSource<string>();

        // The grandchild, a shell, does not go for SIGTERM either.
        await using var child = await Children.ReadyAsync("sh -c 'trap \"\" TERM; echo ready; echo $$; while :; do sleep 0.2; done' & read a; echo sorry >&2; exit 3", Children.Standing(time, line => said.TrySetResult(line)));
        var grandchild = int.Parse(await Children.LineAsync(child), System.Globalization.CultureInfo.InvariantCulture);
        await Children.WriteAsync(child, "go\n");
        await said.Task.WaitAsync(Limits.Patience);
        await Wait.UntilAsync(() => time.Waits(drain) == 1);
        Assert.False(child.Ended.IsCompleted);

        time.Advance(drain);

        Assert.Equal("its process has ended with exit code 3; it wrote last: sorry", (await Children.EndAsync(child)).Text);
        Assert.True(Children.Runs(grandchild));
        child.Kill();
        await Wait.UntilAsync(() => !Children.Runs(grandchild));
    }

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public async Task Ended_GrandchildIsLeft_ItIsEnded()
    {
        await using var child = await Children.ReadyAsync("sleep 60 & echo ready; echo $!; exit 3");
        var grandchild = int.Parse(await Children.LineAsync(child), System.Globalization.CultureInfo.InvariantCulture);

        await Children.EndAsync(child);

        await Wait.UntilAsync(() => !Children.Runs(grandchild));
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task Input_ChildDoesNotRead_WriteIsCancelledAndTheChildLives()
    {
        await using var child = await Children.ReadyAsync("echo ready; sleep 60");
        using var cancel = new CancellationTokenSource(Children.Short);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await child.Input.WriteAsync(new byte[10_000_000], cancel.Token));

        Assert.False(child.Ended.IsCompleted);
        Assert.Equal("SIGKILL", (await StopAtOnceAsync(child)).Signal);
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task Input_ChildHasEnded_WriteSaysSo()
    {
        await using var child = Children.Shell("exit 0");
        await Children.EndAsync(child);

        var exception = await Assert.ThrowsAsync<IOException>(async () => await Children.WriteAsync(child, "hello"));

        Assert.Contains("does not read any more", exception.Message, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task Input_LargeMessage_ArrivesWhole()
    {
        await using var child = Children.Shell("exec cat");
        var message = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 300_000).Select(static i => $"{i},")));

        var write = Task.Run(async () =>
        {
            await child.Input.WriteAsync(message);
            child.Input.Dispose();
        });

        Assert.Equal(Encoding.ASCII.GetString(message), await Children.ReadAsync(child));
        await write;
    }

    [Fact(SkipUnless = nameof(Children.HaveUnix), SkipType = typeof(Children), Skip = "Needs /bin/sh.")]
    public async Task Ended_KernelWithoutDescriptorsOfProcesses_IsToldByAThread()
    {
        await using var child = Children.Shell("read a; exit 4", new ChildProcessSettings { Watch = new ChildWatch(needsThreads: true) });
        await Children.WriteAsync(child, "\n");

        Assert.Equal(4, (await Children.EndAsync(child)).ExitCode);
    }

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public async Task Start_OldSystem_ShellGoesToTheFolderAndEachDescriptorIsClosed()
    {
        using var folder = new TempFolder();
        using var inherited = new Microsoft.Win32.SafeHandles.SafeFileHandle(dup(1), ownsHandle: true);
        var script = "pwd; i=0; while [ $i -lt 1000 ]; do [ -e /proc/$$/fd/$i ] && echo $i; i=$((i+1)); done; exec env";
        using var group = UnixGroup.Start(new ChildCommand { Name = "x", File = "/bin/sh", Arguments = ["-c", script], Folder = folder.Path, Environment = new Dictionary<string, string> { ["A"] = "b c" } }, new ChildWatch(), isOld: true);
        var ended = new TaskCompletionSource<ChildStatus>();
        group.WhenEnded(ended.SetResult);

        // The shell that shows its variables has a PWD of its own.
        Assert.Equal($"{folder.Path}\n0\n1\n2\nA=b c\nPWD={folder.Path}\n", await new StreamReader(group.Output).ReadToEndAsync().WaitAsync(Limits.Patience));
        Assert.Equal(new ChildStatus(0, null), await ended.Task.WaitAsync(Limits.Patience));
        group.Release();
    }

    [Fact]
    public void Text_NobodyKnows_SaysWhy() =>
        Assert.StartsWith("its process has ended; its exit code was taken by another part of the host", new ChildEnd(default, false, []).Text, StringComparison.Ordinal);

    private static async Task<ChildEnd> StopAtOnceAsync(ChildProcess child)
    {
        child.Kill();
        return await Children.EndAsync(child);
    }

#pragma warning disable SYSLIB1054, CA5392, IDE1006 // A test has no generated code, and the system names it so.
    [DllImport("libc")]
    private static extern int dup(int descriptor);
#pragma warning restore SYSLIB1054, CA5392, IDE1006
}

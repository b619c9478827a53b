using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using Dagstack.Extensions.Plugins.Mcp.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

/// <summary>What becomes of children when their host is gone, and when its group gets a signal.</summary>
[Collection(nameof(Alone))]
public sealed class HostEndTests
{
    /// <summary>Ignores the end of its input and all signals that can be, is busy, and so is what it has started.</summary>
    private const string Stubborn = "trap '' TERM INT HUP; (while :; do :; done) & echo ready; while :; do :; done";

    private const string Foreign = "(sleep 300 & sleep 300) & echo ready; exec sleep 300";

    private static string Program => Path.Combine(Repository.Root, "tests", "fixtures", "ChildHost", "bin", Repository.Configuration, "net10.0", "ChildHost.dll");

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public async Task Host_IsKilled_AllAreGoneAfterTwoSeconds()
    {
        var marker = $"marker-{Guid.NewGuid():N}";
        await using var host = await StartAsync(marker, Stubborn, Foreign, "echo ready; cat");
        // The host, three guards, two stubborn ones, three or four foreign ones and the last.
        Assert.InRange(Children.With(marker).Count, 9, 12);

        var start = Stopwatch.GetTimestamp();
        Posix.SignalProcess(host.Id, Posix.Kill);
        Assert.Equal("SIGKILL", (await Children.EndAsync(host)).Signal);

        await GoneAsync(marker);
        var milliseconds = Children.Milliseconds(start);
        TestContext.Current.TestOutputHelper?.WriteLine($"All were gone after {milliseconds:0} ms.");

        // Those that do not go for SIGTERM have two seconds; the rest is for a machine that is busy.
        Assert.InRange(milliseconds, 2_000, 15_000);
    }

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public async Task Host_EndsWithoutStopping_AllAreGone()
    {
        var marker = $"marker-{Guid.NewGuid():N}";
        await using var host = await StartAsync(marker, Foreign);

        host.Input.Dispose();
        Assert.Equal(0, (await Children.EndAsync(host)).ExitCode);

        await GoneAsync(marker);
    }

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public async Task Host_CtrlC_DoesNotReachTheChildren()
    {
        var marker = $"marker-{Guid.NewGuid():N}";
        await using var host = await StartAsync(marker, "echo ready; while read line; do echo \"still $line\"; done");

        // As the terminal does: to the whole group of the host.
        Assert.True(Posix.SignalGroup(host.Id, 2));
        Assert.Equal("interrupted", await Children.LineAsync(host));
        await Children.WriteAsync(host, "here\n");

        Assert.Equal("still here", await Children.LineAsync(host));
    }

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public async Task Host_IsKilledWhileItStartsChildren_AllAreGone()
    {
        for (var round = 0; round < (Children.AreLong ? 5 : 2); round++)
        {
            var marker = $"marker-{Guid.NewGuid():N}";
            await using var host = Start(marker, Enumerable.Repeat(Stubborn, 4).ToArray());
            await Wait.UntilAsync(() => Children.With(marker).Except([host.Id]).Count() > round % 8);

            Posix.SignalProcess(host.Id, Posix.Kill);
            await Children.EndAsync(host);

            await GoneAsync(marker);
        }
    }

    [Theory(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    [InlineData("/bin/sh")]
    [InlineData("/bin/bash")]
    [InlineData("/bin/busybox", "sh")]
    public async Task Guard_HostGoneBeforeItSaidTheNumber_FindsTheGroupByItsPipes(string shell, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(shell), $"There is no {shell}.");
        var marker = $"marker-{Guid.NewGuid():N}";
        using var input = PosixPipe.Create(PipeDirection.Out);
        using var output = PosixPipe.Create(PipeDirection.In);
        // Its leader has ended already, and who is left has another input.
        Assert.Equal(0, PosixSpawn.Start("/bin/sh", ["/bin/sh", "-c", "(trap '' TERM; while :; do sleep 0.1; done) & exit 0"], ["PATH=/usr/bin:/bin", $"MARKER={marker}"], "/", input.ChildEnd, output.ChildEnd, output.ChildEnd, out var process));
        Assert.Equal(process, Posix.TryReap(process, out _, wait: true));
        Assert.NotEmpty(Children.With(marker));
        await using var guard = Children.Start(Children.Command(shell, [.. arguments, "-c", UnixGuard.Script]));

        await Children.WriteAsync(guard, $"{UnixGuard.NumbersOf(input, output)}\n");
        guard.Input.Dispose();

        await Children.EndAsync(guard);
        await GoneAsync(marker);
    }

    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public async Task Guard_GroupIsTold_GetsNoSignalOfIt()
    {
        var name = $"marker-{Guid.NewGuid():N}";
        var command = new ChildCommand { Name = name, File = "/bin/sh", Arguments = ["-c", "trap '' TERM; kill -s TERM 0; echo ready; read a"], Folder = "/", Environment = Children.Variables };
        await using (var child = Children.Start(command))
        {
            Assert.Equal("ready", await Children.LineAsync(child));
            Assert.NotEmpty(Children.With(name));
            await child.StopAsync().WaitAsync(Limits.Patience);
        }

        Assert.Empty(Children.With(name));
    }

    /// <summary>Waits until none is left; those that a fault leaves would be busy for ever.</summary>
    private static async Task GoneAsync(string marker)
    {
        try
        {
            await Wait.UntilAsync(() => Children.With(marker) is []);
        }
        finally
        {
            Children.With(marker).ForEach(static process => Posix.SignalProcess(process, Posix.Kill));
        }
    }

    private static async Task<ChildProcess> StartAsync(string marker, params string[] scripts)
    {
        var host = Start(marker, scripts);
        Assert.Equal("ready", await Children.LineAsync(host));
        return host;
    }

    private static ChildProcess Start(string marker, string[] scripts)
    {
        var variables = Children.Variables;
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } root)
        {
            variables["DOTNET_ROOT"] = root;
        }

        return Children.Start(new ChildCommand
        {
            Name = "the host",
            File = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"),
            Arguments = [Program, marker, .. scripts],
            Folder = "/",
            Environment = variables,
        });
    }
}

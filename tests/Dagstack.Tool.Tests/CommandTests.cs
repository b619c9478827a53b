using Dagstack.Extensions.Plugins.Tests;
using Dagstack.Tool.Output;
using Spectre.Console;

namespace Dagstack.Tool.Tests;

public sealed class CommandTests
{
    public static bool HasUnix => !OperatingSystem.IsWindows() && File.Exists("/usr/bin/python3");

    [Fact]
    public async Task Version_IsThatOfThePackage()
    {
        using var folder = new TempFolder();

        var ran = await DagstackProcess.RunAsync(folder.Path, "--version");

        Assert.Equal((0, ToolVersion.Current + "\n"), (ran.ExitCode, ran.Output));
        Assert.Matches(@"^\d+\.\d+\.\d+", ran.Output);
    }

    [Theory]
    [InlineData]
    [InlineData("lst")]
    [InlineData("validate")]
    [InlineData("list", "--nothing")]
    public async Task Command_ThatIsWrong_ExitsWithTwoAndSaysWhatThereIs(params string[] arguments)
    {
        using var folder = new TempFolder();

        var ran = await DagstackProcess.RunAsync(folder.Path, arguments);

        Assert.Equal(2, ran.ExitCode);
        Assert.NotEmpty(ran.Error);
        Assert.Contains("Usage:", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_Interrupted_ExitsAsShellsSayIt()
    {
        using var folder = Plugins.OfThePage();
        using var interrupted = new CancellationTokenSource();
        await interrupted.CancelAsync();
        using var output = new StringWriter();

        var code = await DagstackCommand.RunAsync(["validate", folder.Path], new(output, output, Screen: null), interrupted.Token);

        Assert.Equal((130, string.Empty), (code, output.ToString()));
    }

    [Fact(SkipUnless = nameof(HasUnix), Skip = "Only there is there a signal that a test can send.")]
    public async Task Command_InterruptedByASignal_EndsWhatItBegan()
    {
        using var folder = new TempFolder();
        using var server = DagstackProcess.Start(folder.Path, ["serve", Plugins.Fixed, "--http", "0"]);
        await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", $"{server.Id}"]);

        await server.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, string.Empty), (server.ExitCode, await server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)));
    }

    [Fact(SkipUnless = nameof(HasUnix), Skip = "Only there is there a signal that a test can send.")]
    public async Task Run_InterruptedByASignal_TearsThePluginDown()
    {
        using var folder = new TempFolder();
        folder.Write("slow/dagstack.toml", """
            [plugin]
            name = "slow"
            kind = "chunker"
            runtime = "mcp_stdio"
            core_version = ">=0.1.0"
            [plugin.mcp_stdio]
            command = ["python3", "server.py"]
            """);
        folder.Write("slow/server.py", """
            import json, sys
            def answer(id, result): print(json.dumps({"jsonrpc": "2.0", "id": id, "result": result}), flush=True)
            for line in sys.stdin:
                message = json.loads(line)
                method, id = message.get("method"), message.get("id")
                if method == "initialize":
                    answer(id, {"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}, "serverInfo": {"name": "slow", "version": "1"}})
                elif method == "tools/list":
                    answer(id, {"tools": [{"name": name, "inputSchema": {"type": "object"}} for name in ("chunker.slow.chunk", "dagstack.setup", "dagstack.teardown")]})
                elif method == "tools/call" and message["params"]["name"] == "chunker.slow.chunk":
                    open("called", "w").close()
                elif method == "tools/call":
                    if message["params"]["name"] == "dagstack.teardown": open("torn down", "w").close()
                    answer(id, {"content": [], "structuredContent": {}})
                elif id is not None:
                    print(json.dumps({"jsonrpc": "2.0", "id": id, "error": {"code": -32601, "message": "no"}}), flush=True)
            """);
        using var run = DagstackProcess.Start(folder.Path, ["run", "slow", "chunk", "--args", """{"text":""}""", "--contract", Plugins.Contracts]);
        while (!File.Exists(folder.Combine("slow/called")))
        {
            Assert.False(run.HasExited, "It has ended before it was interrupted.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", $"{run.Id}"]);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, run.ExitCode);
        Assert.True(File.Exists(folder.Combine("slow/torn down")));
    }

    [Fact]
    public async Task Manifest_WithEscapes_ReachesTheTerminalWithoutThem()
    {
        using var folder = new TempFolder();
        folder.Write("lines/dagstack.toml", Plugins.Sound("lines", "description = \"one\\u001b]0;title\\u0007\\ntwo\""));

        var ran = await DagstackProcess.RunAsync(folder.Path, "inspect", "lines", "--contract", Plugins.Contracts);

        Assert.Equal(0, ran.ExitCode);
        Assert.DoesNotContain('\e', ran.Output);
        Assert.Contains(@"one\u001B]0;title\u0007\u000Atwo", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_ForAPerson_HasABorder()
    {
        using var folder = Plugins.OfThePage();
        using var output = new StringWriter();
        var screen = AnsiConsole.Create(new() { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.Standard, Out = new AnsiConsoleOutput(output) });
        screen.Profile.Width = 60;

        var code = await DagstackCommand.RunAsync(["list", "--plugins", folder.Combine("plugins")], new(output, output, screen), TestContext.Current.CancellationToken);

        Assert.Equal(1, code);
        Assert.Contains("╭", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\e[", output.ToString(), StringComparison.Ordinal);

        // However narrow it is: lines with the place of a problem are not cut.
        Assert.Contains(output.ToString().Split('\n'), static line => line.Contains("dagstack.toml(6,1): error: unknown key 'plugin.entry_pont'. Did you mean 'entry_point'?", StringComparison.Ordinal));
    }
}

using System.Net;
using System.Net.Sockets;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Tool.Tests.Units;

public sealed class UnitsErrorTests
{
    public static bool HasUnix => !OperatingSystem.IsWindows();

    [Theory]
    [InlineData(3, "the policy of app.MapDagstackPlugins(…).RequireAuthorization(…) says who may", "/closed", "list")]
    [InlineData(3, "The host has to map its plugins, app.MapDagstackPlugins(\"/plugins\")", "/hidden", "list")]
    [InlineData(3, "The host has to map its plugins, app.MapDagstackPlugins(\"/plugins\")", "/nowhere", "watch", "b")]
    [InlineData(3, "leads to 'https://login.example.org/in', and is not followed", "/moved", "show", "b")]
    [InlineData(3, "does not answer as a host of dagstack does: it sends text/html in place of application/json", "/page", "list")]
    [InlineData(3, "does not answer as a host of dagstack does: it sends text/html in place of text/event-stream", "/page", "watch", "b")]
    [InlineData(3, "does not answer as a host of dagstack does: ", "/other", "list")]
    [InlineData(3, "does not answer as a host of dagstack does: ", "/other", "show", "b")]
    [InlineData(3, "does not answer as a host of dagstack does: ", "/broken", "list")]
    [InlineData(3, "does not answer as a host of dagstack does: ", "/strange", "watch", "b")]
    [InlineData(3, "answers 502", "/proxy", "list")]
    [InlineData(3, "The connection ended before the unit did, which goes on. Its state is told by 'dagstack units show b'", "/cut", "watch", "b")]
    [InlineData(3, "The connection ended before the unit did", "/ended", "watch", "b")]
    [InlineData(1, "There is no unit of work 'nothing'.", "/plugins", "show", "nothing")]
    [InlineData(1, "There is no unit of work 'nothing'.", "/plugins", "watch", "nothing")]
    [InlineData(1, "There is no unit of work 'nothing'.", "/plugins", "retry", "nothing")]
    [InlineData(1, "It has ended already", "/plugins", "cancel", "d")]
    [InlineData(1, "Only a unit that has failed, expired or been cancelled is run again", "/plugins", "retry", "a")]
    [InlineData(1, "Add the line: declared = true", "/plugins", "enqueue", "fixed")]
    [InlineData(1, "There is no plugin 'chunker:nobody'.", "/plugins", "enqueue", "chunker:nobody")]
    [InlineData(2, "Only failed, expired and cancelled units are run again.", "/plugins", "backfill", "--state", "running")]
    [InlineData(2, "'done' is no state of a unit of work. States are queued, running, succeeded, failed, cancelled, expired.", "/plugins", "list", "--state", "done")]
    [InlineData(2, "'a/b' is no identity of a unit of work.", "/plugins", "show", "a/b")]
    [InlineData(2, "'..' is no identity of a unit of work.", "/plugins", "cancel", "..")]
    [InlineData(2, "--limit is a number from 1 to 1000.", "/plugins", "list", "--limit", "0")]
    [InlineData(2, "--timeout is a number of seconds, at least 1.", "/plugins", "list", "--timeout", "0")]
    [InlineData(2, "'soon' is no time to wait.", "/plugins", "enqueue", "chunker:fixed", "--expires", "soon")]
    [InlineData(2, "'yesterday' is no time.", "/plugins", "backfill", "--since", "yesterday")]
    [InlineData(2, "The arguments are no JSON", "/plugins", "enqueue", "chunker:fixed", "--args", "{")]
    [InlineData(2, "The arguments are no object.", "/plugins", "enqueue", "chunker:fixed", "--args", "[]")]
    [InlineData(2, "There is no file 'nowhere.json', which --args-file names.", "/plugins", "enqueue", "chunker:fixed", "--args-file", "nowhere.json")]
    [InlineData(2, "say the same twice", "/plugins", "enqueue", "chunker:fixed", "--args-file", "nowhere.json", "--args", "{}")]
    [InlineData(2, "What --header says is no header.", "/plugins", "list", "--header", "Bearer ada-s3cr3t")]
    [InlineData(2, "What --header says is no header.", "/plugins", "list", "--header", "X: ada-s3cr3t\nY: ada-s3cr3t")]
    public async Task Units_WhatGoesWrong_IsSaidWithWhatToDo(int code, string expected, string place, params string[] arguments)
    {
        await using var host = await UnitsHost.StartAsync();

        var ran = await host.RunAtAsync(place, arguments);

        Assert.Contains(expected, ran.Error, StringComparison.Ordinal);
        Assert.Equal(code, ran.Code);
        Assert.DoesNotContain(UnitsHost.Secret, ran.Error + ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--url is missing")]
    [InlineData("What --url says is no address of a host", "--url", "plugins")]
    [InlineData("What --url says is no address of a host", "--url", "ftp://example.org/plugins")]
    [InlineData("What --url says is no address of a host", "--url", "https://ada:ada-s3cr3t@example.org/plugins")]
    public async Task Url_ThatIsNone_IsWrongUse(string expected, params string[] arguments)
    {
        var ran = await Ran.Async(["units", "list", .. arguments]);

        Assert.Equal((2, string.Empty), (ran.Code, ran.Output));
        Assert.StartsWith(expected, ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(UnitsHost.Secret, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_ThatDoesNotRun_CannotBeReached()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var ran = await Ran.Async("units", "list", "--url", $"http://127.0.0.1:{port}/plugins", "--header", $"X-User: {UnitsHost.Secret}");

        Assert.Equal(3, ran.Code);
        Assert.StartsWith($"'http://127.0.0.1:{port}/plugins/-/units' cannot be reached: ", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(UnitsHost.Secret, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_ThatDoesNotAnswer_IsWaitedForAsLongAsIsSaid()
    {
        await using var host = await UnitsHost.StartAsync();
        host.Units.Store = new TaskCompletionSource().Task;

        var ran = await host.RunAsync("cancel", "a", "--timeout", "1");

        Assert.Equal(3, ran.Code);
        Assert.Contains("did not answer within 1 seconds. What was asked for may be done all the same.", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_WithoutUnits_SaysWhatToAdd()
    {
        await using var host = await UnitsHost.StartAsync(static settings => settings.HasUnits = false);

        var ran = await host.RunAsync("list");

        Assert.Equal(3, ran.Code);
        Assert.Contains(".UseOrchestration(", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_WithoutActions_SaysWhatToAdd()
    {
        await using var host = await UnitsHost.StartAsync(static settings => settings.AllowActions = false);

        var ran = await host.RunAsync("cancel", "a");

        Assert.Equal(3, ran.Code);
        Assert.Contains("o.AllowActions = true", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_WhoseOrchestratorIsDown_IsSaidWithItsReason()
    {
        await using var host = await UnitsHost.StartAsync();
        host.Units.Fault = static () => new PluginUnavailableException("orchestrator", "The database is gone.\u001b[2J");

        foreach (var arguments in (string[][])[["list"], ["watch", "b"], ["enqueue", "chunker:fixed"]])
        {
            var ran = await host.RunAsync(arguments);

            Assert.Equal(3, ran.Code);
            Assert.Contains("answers 503: ", ran.Error, StringComparison.Ordinal);
            Assert.Contains("The database is gone.", ran.Error, StringComparison.Ordinal);
            Assert.DoesNotContain('\e', ran.Error);
        }
    }

    [Fact]
    public async Task Header_ThatIsMissing_IsAskedFor()
    {
        await using var host = await UnitsHost.StartAsync();

        var ran = await Ran.Async("units", "list", "--url", host.Url);

        Assert.Equal(3, ran.Code);
        Assert.Contains("wants to know who asks (401). Give what it takes by --header", ran.Error, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HasUnix), Skip = "Only there is there a signal that a test can send.")]
    public async Task Watch_Interrupted_EndsAndLeavesTheUnit()
    {
        await using var host = await UnitsHost.StartAsync();
        using var folder = new TempFolder();
        using var watching = DagstackProcess.Start(folder.Path, ["units", "watch", "b", "--url", host.Url, "--header", $"X-User: {UnitsHost.Secret}"]);
        Assert.Equal("running 25 % page 3", await watching.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        using var kill = System.Diagnostics.Process.Start("kill", ["-INT", $"{watching.Id}"]);
        await watching.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((130, string.Empty), (watching.ExitCode, await watching.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)));
        await UnitsVerbTests.WaitUntilAsync(() => host.Units.Watchers == 0);
        Assert.Equal(UnitState.Running, (await host.Units.GetAsync("b", TestContext.Current.CancellationToken))!.State);
    }
}

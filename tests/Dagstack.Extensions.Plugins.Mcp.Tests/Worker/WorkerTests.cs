using System.Collections.Concurrent;
using System.Globalization;
using Dagstack.Extensions.Plugins.Mcp.Worker;
using Microsoft.Extensions.Configuration;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>A class in .NET in a process of its own: it sees what it would see in the host's.</summary>
public sealed class WorkerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Process_IsAnotherOne_InTheFoldersOfTheHost()
    {
        await using var host = await OddHost.StartAsync();

        Assert.NotEqual(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), await host.DoAsync("process"));
        Assert.Equal([host.Folder, Environment.CurrentDirectory, host.Folder], (await host.DoAsync("folders")).Split('|'));
        Assert.Equal("1", await host.DoAsync("inside"));
    }

    [Fact]
    public async Task Reload_OfACopy_LoadsFromAnotherFolder_ButSeesItsOwn()
    {
        await using var host = await OddHost.StartAsync(configure: static options => options.AllowReload());

        var folders = (await host.DoAsync("folders")).Split('|');

        Assert.Equal(host.Folder, folders[0]);
        Assert.NotEqual(host.Folder, folders[2]);
    }

    [Theory]
    [InlineData(WorkerVariables.Hooks)]
    [InlineData(WorkerVariables.IsWorker)]
    [InlineData("DOTNET_gcServer")]
    public async Task Environment_OfTheWorker_HasNothingThatMadeItOne(string name)
    {
        await using var host = await OddHost.StartAsync(more: "[plugin.mcp_stdio.env]\nMINE = \"mine\"");

        Assert.Equal(("none", "mine"), (await host.DoAsync("variable", name), await host.DoAsync("variable", "MINE")));
    }

    [Fact]
    public async Task Output_OfManagedAndNativeCode_GoesToTheLogAndDisturbsNoCall()
    {
        await using var host = await OddHost.StartAsync();

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("printed", await host.DoAsync("print", $$$"""{"jsonrpc":"2.0","id":"d-{{{i}}}","result":{}} line {{{i}}}"""));
        }

        Assert.Equal("''", await host.DoAsync("read"));
        await host.Logs.WaitForAsync("line 19");
        Assert.DoesNotContain(host.Logs.Lines, static line => line.Contains("does not keep to the protocol", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Options_OfTheSection_AreBoundAndFollowItWithoutARestart()
    {
        await using var host = await OddHost.StartAsync(settings: [("odd:odd:Level", "3"), ("odd:odd:colors:0", "red"), ("odd:odd:colors:1", "blue")]);
        var process = await host.DoAsync("process");
        Assert.Equal("3 red,blue", await host.DoAsync("options"));

        host.Configuration["odd:odd:Level"] = "4";
        ((IConfigurationRoot)host.Configuration).Reload();
        await Wait.UntilAsync(() => host.Odd.DoAsync("options").GetAwaiter().GetResult() == "4 red,blue");

        Assert.Equal(process, await host.DoAsync("process"));
    }

    [Fact]
    public async Task Options_ThatChangeQuickly_AreTheLastOnesInTheEnd()
    {
        await using var host = await OddHost.StartAsync();

        for (var round = 0; round < 50; round++)
        {
            host.Configuration["odd:odd:level"] = (round % 10).ToString(CultureInfo.InvariantCulture);
            ((IConfigurationRoot)host.Configuration).Reload();
        }

        host.Configuration["odd:odd:level"] = "10";
        ((IConfigurationRoot)host.Configuration).Reload();
        await Wait.UntilAsync(() => host.Odd.DoAsync("options").GetAwaiter().GetResult() == "10 ");

        // What was told before is not told again.
        await host.DoAsync("process");
        Assert.Equal("10 ", await host.DoAsync("options"));
    }

    [Fact]
    public async Task Options_ThatBecomeInvalid_KeepTheOldOnesWithAWarning()
    {
        await using var host = await OddHost.StartAsync(settings: ("odd:odd:level", "3"));

        host.Configuration["odd:odd:level"] = "11";
        ((IConfigurationRoot)host.Configuration).Reload();

        await host.Logs.WaitForAsync("odd:odd:level");
        Assert.Equal("3 ", await host.DoAsync("options"));
    }

    [Fact]
    public async Task Options_ThatAreInvalid_MakeItUnavailableAndAreNamed()
    {
        await using var host = await OddHost.StartAsync(settings: ("odd:odd:level", "11"));

        Assert.Equal(PluginState.Unavailable, host.Status.State);
        Assert.Contains("odd:odd:level", host.Status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exception_OfThePlugin_HasTypeMessageAndStack()
    {
        await using var host = await OddHost.StartAsync();

        var fault = await Assert.ThrowsAsync<PluginCallException>(() => host.DoAsync("throw", "it is odd"));

        Assert.Equal(("it is odd", "Odd.OddException"), (fault.Message, fault.RemoteType));
        var stack = fault.RemoteData!.Value.GetProperty("stack").GetString();
        Assert.Contains("OddPlugin.DoAsync", stack, StringComparison.Ordinal);
        Assert.Contains("inner", stack, StringComparison.Ordinal);
        Assert.Contains("\n", stack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registry_OfTheContext_IsRefused()
    {
        await using var host = await OddHost.StartAsync();

        var fault = await Assert.ThrowsAsync<PluginCallException>(() => host.DoAsync("registry"));

        Assert.Equal(PluginErrorCodes.RuntimeNotSupported, fault.RemoteCode);
        Assert.Contains("asks for the registry of the host", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_OfThePlugin_HasItsLevelsAndCategories()
    {
        await using var host = await OddHost.StartAsync();

        await host.DoAsync("log", "said so");

        await host.Logs.WaitForAsync("Warning plugin.odd.odd: said so");
        await host.Logs.WaitForAsync("System.FormatException: with it");
        await host.Logs.WaitForAsync("Debug plugin.odd.odd: other: said so");
    }

    [Fact]
    public async Task Progress_OfThePlugin_ArrivesBeforeTheResultWithItsData()
    {
        var sink = new Sink();
        await using var host = await OddHost.StartAsync(configure: options => options.UseProgress((_, _) => sink));

        await host.DoAsync("progress", "half");

        Assert.Equal(["0.5 half page=3", "turned by=half"], sink.Told);
    }

    [Fact]
    public async Task Checkpoint_OfAnyBytes_OutlivesTheProcessAndCanBeDeleted()
    {
        await using var host = await OddHost.StartAsync();
        var process = await host.DoAsync("process");
        var version = await host.DoAsync("save", "FF00FE");
        Assert.Equal($"FF00FE {version}", await host.DoAsync("load"));
        Assert.Equal("CheckpointConflictException", (await Assert.ThrowsAsync<PluginCallException>(() => host.DoAsync("conflict"))).RemoteType!.Split('.')[^1]);

        await Assert.ThrowsAsync<PluginUnavailableException>(() => host.DoAsync("die", "exit"));
        await host.AnotherAsync(process);
        Assert.Equal($"FF00FE {version}", await host.DoAsync("load"));

        Assert.Equal("True", await host.DoAsync("forget"));
        process = await host.DoAsync("process");
        await Assert.ThrowsAsync<PluginUnavailableException>(() => host.DoAsync("die", "exit"));
        await host.AnotherAsync(process);
        Assert.Equal("none", await host.DoAsync("load"));
    }

    [Fact]
    public async Task Resources_ThatCanBeCarried_AreThere()
    {
        await using var host = await OddHost.StartAsync();

        var seen = (await host.DoAsync("resources", "x")).Split(' ');
        var folder = Assert.Single(Directory.GetDirectories(host.TempRoot));
        await File.WriteAllTextAsync(Path.Combine(folder, "x"), "", Token);

        Assert.Equal(["False", "True", "True", "clock,rng,tmpdir"], seen[1..]);
        Assert.Equal("True", (await host.DoAsync("resources", "x")).Split(' ')[1]);
        Assert.NotEqual(seen[0], (await host.DoAsync("resources", "x")).Split(' ')[0]);
    }

    [Fact]
    public async Task Stop_OfTheHost_EndsTheProcess()
    {
        int process;
        await using (var host = await OddHost.StartAsync())
        {
            process = int.Parse(await host.DoAsync("process"), CultureInfo.InvariantCulture);
        }

        Assert.Throws<ArgumentException>(() => System.Diagnostics.Process.GetProcessById(process));
    }

    private sealed class Sink() : PluginProgress(TimeProvider.System)
    {
        private readonly ConcurrentQueue<string> _told = new();

        public IReadOnlyList<string> Told => [.. _told];

        protected override void EventCore(ProgressEvent progressEvent) => _told.Enqueue($"{progressEvent.Type} {Text(progressEvent.Payload)}");

        protected override void ReportCore(ProgressReport report) => _told.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{report.Fraction} {report.Message} {Text(report.Data)}"));

        private static string Text(IReadOnlyDictionary<string, object?> data) => string.Join(',', data.Select(static pair => $"{pair.Key}={pair.Value}"));
    }
}

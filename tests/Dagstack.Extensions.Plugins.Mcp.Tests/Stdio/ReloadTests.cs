using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>Children that are replaced while they are called.</summary>
[Collection(nameof(Alone))]
public sealed class ReloadTests
{
    private const string NeedsPython = "Needs python3.";

    [Theory(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    [InlineData("overlap")]
    [InlineData("stop_first")]
    public async Task Change_OfAFile_RestartsWithoutAFailedCall(string reload)
    {
        await using var host = await CalcHost.StartAsync(new()
        {
            Manifest = $"reload = \"{reload}\"",
            Options = static options => options.WatchForChanges(static watch => watch.StableWindow = TimeSpan.FromMilliseconds(100)),
        });
        var process = host.Calc.Facts().Process;
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => CallAsync(host.Calc, stop.Token))).ToArray();

        // What is installed beside the program, and what it writes itself, is not the plugin.
        foreach (var file in new[] { ".venv/lib/x.py", "node_modules/x/index.js", "__pycache__/server.pyc", "own.log" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(host.Folder, file))!);
            await File.WriteAllTextAsync(Path.Combine(host.Folder, file), "x", TestContext.Current.CancellationToken);
        }

        await File.AppendAllTextAsync(Path.Combine(host.Folder, "server.py"), "# another line\n", TestContext.Current.CancellationToken);
        await Wait.UntilAsync(() => Reloads(host) == 1, "reloaded");
        await stop.CancelAsync();

        var calls = await Task.WhenAll(callers).WaitAsync(Limits.Patience);
        Assert.All(calls, static count => Assert.True(count > 0));
        Assert.NotEqual(process, host.Calc.Facts().Process);
        await Wait.UntilAsync(() => !Processes.Children.Runs(process), "the old one has ended");
        Assert.Equal(1, Reloads(host));
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Change_ToAServerThatCannotStart_KeepsTheOldOne()
    {
        await using var host = await CalcHost.StartAsync(new() { Options = static options => options.AllowReload() });
        var process = host.Calc.Facts().Process;
        await File.WriteAllTextAsync(Path.Combine(host.Folder, "server.py"), "this is no program\n", TestContext.Current.CancellationToken);

        var reload = await host.Services.GetRequiredService<IPluginRegistry>().ReloadAsync(PluginId.Parse("calc:py"), TestContext.Current.CancellationToken);

        Assert.Contains("exit code 1", reload.Reason, StringComparison.Ordinal);
        Assert.Equal(process, host.Calc.Facts().Process);
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Change_OfItsSection_RestartsItWithTheNewOne()
    {
        await using var host = await CalcHost.StartAsync(new() { Configuration = new() { ["calc:py:mode"] = "old" }, Options = static options => options.AllowReload() });
        var configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();

        configuration["other:section"] = "new";
        configuration.Reload();
        configuration["calc:py:mode"] = "new";
        configuration.Reload();

        await Wait.UntilAsync(() => host.Calc.Facts().Setup.Contains("\"mode\": \"new\"", StringComparison.Ordinal), "the new configuration");
        Assert.Equal(1, Reloads(host));
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Change_OfItsSectionDuringItsStart_RestartsItWithTheNewOne()
    {
        await using var host = new CalcHost(new() { Configuration = new() { ["calc:py:mode"] = "old", ["calc:py:setup"] = "waits" }, Options = static options => options.AllowReload() });
        var configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        var start = Task.Run(host.StartAsync);
        await Wait.UntilAsync(() => File.Exists(Path.Combine(host.Folder, "began")), "its setup");

        configuration["calc:py:mode"] = "new";
        configuration.Reload();
        await File.WriteAllTextAsync(Path.Combine(host.Folder, "go"), string.Empty, TestContext.Current.CancellationToken);
        await start;

        await Wait.UntilAsync(() => host.Calc.Facts().Setup.Contains("\"mode\": \"new\"", StringComparison.Ordinal), "the new configuration");
        Assert.Equal(1, Reloads(host));
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Change_OfItsSectionWhereReloadsAreNotAllowed_IsSaid()
    {
        await using var host = await CalcHost.StartAsync(new() { Configuration = new() { ["calc:py:mode"] = "old" } });
        var configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();

        configuration["calc:py:mode"] = "new";
        configuration.Reload();

        await host.Logs.WaitForAsync("Its configuration has changed, which its server learns when it is started anew, and that was not done: The plugin 'calc:py' cannot be reloaded");
    }

    private static int Reloads(CalcHost host) => host.Status.Generation - 1;

    private static async Task<int> CallAsync(ICalc calc, CancellationToken stop)
    {
        for (var count = 0; ; count++)
        {
            if (stop.IsCancellationRequested)
            {
                return count;
            }

            Assert.Equal(count + 1, await calc.AddAsync(count, 1, TestContext.Current.CancellationToken));
        }
    }
}

using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Stdio;

/// <summary>A program that is locked runs in a private copy of its folder, as often as it is started.</summary>
[Collection(nameof(Alone))]
public sealed class LockTests
{
    private const string NeedsPython = "Needs python3.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(SkipUnless = nameof(NonsenseHost.HasMemory), SkipType = typeof(NonsenseHost), Skip = "Needs /proc and python3.")]
    public async Task Start_OfALockedProgram_RunsInACopyAndWritesNothingBesideIt()
    {
        await using var host = new CalcHost(Locked());
        WriteModule(host);
        await LockAsync(host);

        await host.StartAsync();

        var environment = JsonElement.Parse(await host.Calc.DoAsync("env", Token));
        var folder = new DirectoryInfo($"/proc/{host.Calc.Facts().Process}/cwd").LinkTarget!;
        Assert.NotEqual(host.Folder, folder);
        Assert.Equal("1", environment.GetProperty("PYTHONDONTWRITEBYTECODE").GetString());
        Assert.True(File.Exists(Path.Combine(folder, "helper.py")));
        Assert.All([host.Folder, folder], static place => Assert.False(Directory.Exists(Path.Combine(place, "__pycache__"))));
        Assert.Contains(host.Logs.Lines, static line => line.Contains("does not cover all of plugin calc:py. Its program 'python3' is not in its folder", StringComparison.Ordinal));
        await host.StopAsync();
        Assert.False(Directory.Exists(folder));
    }

    [Fact(SkipUnless = nameof(CalcHost.HasPython), SkipType = typeof(CalcHost), Skip = NeedsPython)]
    public async Task Death_OfALockedProgramWhoseFilesChanged_IsNotFollowedByARestart()
    {
        await using var host = new CalcHost(Locked());
        WriteModule(host);
        await LockAsync(host);
        await host.StartAsync();
        await File.AppendAllTextAsync(Path.Combine(host.Folder, "helper.py"), "other = 1\n", Token);
        Assert.Equal("still", await host.Calc.DoAsync("still", Token));

        await Assert.ThrowsAsync<PluginUnavailableException>(() => host.Calc.DoAsync("die:3", Token));

        await Wait.UntilAsync(() => host.Status is { State: PluginState.Unavailable, Code: PluginErrorCodes.LockMismatch }, "refused");
        Assert.Equal(1, host.Status.Generation);
        await LockAsync(host);
        await host.ReadyAsync();
        Assert.Equal("again", await host.Calc.DoAsync("again", Token));
    }

    private static CalcHostSettings Locked() => new()
    {
        Options = static options => options.RequireLock(),
        Mcp = static options => options.Restart.FirstDelay = options.Restart.StableAfter = TimeSpan.Zero,
    };

    /// <summary>Python keeps what it has compiled of a module beside that, unless it is told not to.</summary>
    private static void WriteModule(CalcHost host)
    {
        File.WriteAllText(Path.Combine(host.Folder, "helper.py"), "value = 1\n");
        var server = Path.Combine(host.Folder, "server.py");
        File.WriteAllText(server, "import helper\n" + File.ReadAllText(server));
    }

    private static async Task LockAsync(CalcHost host) =>
        (await host.Services.LockPluginsAsync(Token)).File.Save(Path.Combine(host.Folder, "..", PluginLockFile.FileName));
}

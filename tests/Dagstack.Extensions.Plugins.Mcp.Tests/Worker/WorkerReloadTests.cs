using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>Reloads of a class in .NET in a process of its own: what is code, and when it is whole, is what it is in the host's process.</summary>
[Collection(nameof(Alone))]
public sealed class WorkerReloadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0.999, "is cut off: it should have")]
    [InlineData(0.5, "is damaged or not written to its end: ")]
    [InlineData(0, "is empty.")]
    public async Task Reload_OfAnAssemblyThatIsHalfCopied_KeepsTheOldOneAndSaysSo(double part, string complaint)
    {
        await using var host = await OddHost.StartAsync(configure: static options => options.AllowReload());
        var process = await host.DoAsync("process");
        var assembly = Path.Combine(host.Folder, "odd.dll");
        var whole = await File.ReadAllBytesAsync(assembly, Token);

        await File.WriteAllBytesAsync(assembly, whole[..(int)(whole.Length * part)], Token);
        var reload = await ReloadAsync(host);

        Assert.Equal(PluginReloadOutcome.Failed, reload.Outcome);
        Assert.Contains($"'{assembly}' {complaint}", reload.Reason, StringComparison.Ordinal);
        Assert.Contains("Copy or build it again.", reload.Reason, StringComparison.Ordinal);
        Assert.Equal(process, await host.DoAsync("process"));

        await File.WriteAllBytesAsync(assembly, whole, Token);
        Assert.Equal(PluginReloadOutcome.Replaced, (await ReloadAsync(host)).Outcome);
        Assert.NotEqual(process, await host.DoAsync("process"));
    }

    [Fact]
    public async Task Watch_ClassThatWritesIntoItsFolder_IsReloadedForItsCodeOnly()
    {
        await using var host = await OddHost.StartAsync(
            "WritesIntoItsFolder",
            configure: static options => options.WatchForChanges(static watch => (watch.StableWindow, watch.RescanInterval) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100))));
        var process = await host.DoAsync("process");
        await File.WriteAllTextAsync(Path.Combine(host.Folder, "notes.txt"), "{}", Token);
        await host.SettleAsync();
        Assert.Equal((1, process), (host.Status.Generation, await host.DoAsync("process")));

        await File.AppendAllTextAsync(Path.Combine(host.Folder, "odd.dll"), "0", Token);
        await Wait.UntilAsync(() => host.Status.Generation > 1 && host.Odd.DoAsync("process").GetAwaiter().GetResult() != process, "another process");
        await host.SettleAsync();
        Assert.Equal(2, host.Status.Generation);
    }

    private static Task<PluginReload> ReloadAsync(OddHost host) => host.Services.GetRequiredService<IPluginRegistry>().ReloadAsync(new("odd", "odd"), Token);
}

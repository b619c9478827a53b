using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Scripts.Tests;

/// <summary>A script that is locked is compiled of the file that was locked: nothing that was kept is asked.</summary>
public sealed class LockTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_OfALockedScript_TakesNothingFromTheCache()
    {
        using var folder = new ScriptFolder().Write(Code.Saying("locked"));
        await using (var first = await ScriptHost.StartAsync(folder))
        {
            Assert.Equal("locked", first.Says());
            await LockAsync(first, folder);
        }

        Assert.Single(folder.Entries);
        await using var host = await ScriptHost.StartAsync(folder, plugins: static o => o.RequireLock());

        Assert.Equal("locked", host.Says());
        Assert.False(host.HasLogged("[302]"));
    }

    [Fact]
    public async Task Start_OfAScriptThatChanged_IsRefusedUntilItIsLocked()
    {
        using var folder = new ScriptFolder().Write(Code.Saying("locked"));
        await using (var first = await ScriptHost.StartAsync(folder))
        {
            await LockAsync(first, folder);
        }

        folder.Edit(Code.Saying("other"));
        await using var host = await ScriptHost.StartAsync(folder, plugins: static o => o.RequireLock().AllowReload());
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.LockMismatch), (host.Status().State, host.Status().Code));

        await LockAsync(host, folder);
        await host.Registry.ReloadAsync("chunker:lines", Token);
        Assert.Equal("other", host.Says());
    }

    [Fact]
    public async Task Error_OfALockedScript_NamesItsOwnFile()
    {
        using var folder = new ScriptFolder().Write("public class LineChunker { wrong }");
        await using (var first = await ScriptHost.StartAsync(folder))
        {
            await LockAsync(first, folder);
        }

        await using var host = await ScriptHost.StartAsync(folder, plugins: static o => o.RequireLock());

        Assert.Equal(PluginErrorCodes.PluginLoadError, host.Status().Code);
        Assert.Contains(folder.File(), host.Status().Reason, StringComparison.Ordinal);
    }

    private static async Task LockAsync(ScriptHost host, ScriptFolder folder) =>
        (await host.Services.LockPluginsAsync(Token)).File.Save(Path.Combine(folder.Root, PluginLockFile.FileName));
}

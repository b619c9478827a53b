using System.Collections.Concurrent;
using Chunking;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Scripts.Tests;

/// <summary>Files that are edited while the host runs.</summary>
public sealed class WatchTests
{
    [Fact]
    public async Task Edit_TakesOver_AndTheOldCodeLeavesTheProcess()
    {
        using var folder = new ScriptFolder().Write(Code.Saying("one"));
        await using var host = await StartAsync(folder);
        Assert.Equal("one", host.Says());

        folder.Edit(Code.Saying("two"));

        await Wait.UntilAsync(() => host.Says() == "two");
        await Wait.UntilAsync(() => host.Status().LastReload is { Outcome: PluginReloadOutcome.Replaced });
        await Wait.UntilAsync(() => host.HasLogged("[54] Generation 1 of plugin chunker:lines is unloaded"));
    }

    [Fact]
    public async Task Edit_UnderLoad_NoCallFails()
    {
        using var folder = new ScriptFolder().Write(Code.Saying("0"));
        await using var host = await StartAsync(folder);
        var (chunker, errors, seen) = (host.Chunker(), new ConcurrentQueue<Exception>(), new ConcurrentDictionary<string, bool>());
        using var stop = new CancellationTokenSource();
        var calls = 0L;
        var callers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    seen.TryAdd(chunker.Chunk("text").Single().Text, true);
                }
                catch (Exception error)
                {
                    errors.Enqueue(error);
                }

                // The compiler needs a processor too.
                Interlocked.Increment(ref calls);
                Thread.Sleep(1);
            }
        })).ToList();

        foreach (var version in new[] { "1", "2", "3" })
        {
            folder.Edit(Code.Saying(version));
            await Wait.UntilAsync(() => seen.ContainsKey(version));
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);
        Assert.Empty(errors);
        Assert.True(calls > 10);
    }

    [Fact]
    public async Task Edit_ThatDoesNotCompile_KeepsTheOld_AndSaysWhy()
    {
        using var folder = new ScriptFolder().Write(Code.Saying("good"));
        await using var host = await StartAsync(folder);

        folder.Edit(Code.Body("return missing;"));

        await Wait.UntilAsync(() => host.Status().LastReload is { Outcome: PluginReloadOutcome.Failed });
        Assert.Equal(("good", PluginState.Ready), (host.Says(), host.Status().State));
        Assert.Contains($"{folder.File()}(8,16): CS0103: The name 'missing' does not exist", host.Status().LastReload!.Reason, StringComparison.Ordinal);

        folder.Edit(Code.Saying("better"));
        await Wait.UntilAsync(() => host.Says() == "better");
    }

    [Fact]
    public async Task Edit_OfOneThatFailed_StartsIt()
    {
        using var folder = new ScriptFolder().Write(Code.Body("return missing;"));
        await using var host = await StartAsync(folder);
        Assert.Equal(PluginState.Unavailable, host.Status().State);

        folder.Edit(Code.Saying("at last"));

        await Wait.UntilAsync(() => host.Status().IsServing);
        Assert.Equal("at last", host.Says());
    }

    [Fact]
    public async Task Edit_InTwoSteps_IsOneReload()
    {
        using var folder = new ScriptFolder().Write(Code.Saying("one"));
        await using var host = await StartAsync(folder);

        // As an editor does that empties a file first, and is slow.
        folder.Edit(string.Empty);
        await SettleAsync(folder, host);
        Assert.Equal((1, "one"), (host.Status().Generation, host.Says()));

        folder.Edit(Code.Saying("two"));
        await Wait.UntilAsync(() => host.Says() == "two");
        Assert.Equal(2, host.Status().Generation);
    }

    [Fact]
    public async Task Delete_OfTheSource_KeepsTheOldAsForAnAssembly()
    {
        using var folder = new ScriptFolder().Write(Code.Saying("kept"));
        await using var host = await StartAsync(folder);

        File.Delete(folder.File());

        await Wait.UntilAsync(() => host.Status().LastReload is { Outcome: PluginReloadOutcome.Failed });
        Assert.Equal("kept", host.Says());
        Assert.Contains("plugin.dll' does not exist", host.Status().LastReload!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_OfTheFolder_EndsIt_AndANewOneComes()
    {
        using var folder = new ScriptFolder().Write(Code.Saying("gone"));
        await using var host = await StartAsync(folder);

        Directory.Delete(Path.GetDirectoryName(folder.File())!, recursive: true);
        await Wait.UntilAsync(() => host.Registry.Find(PluginId.Parse("chunker:lines")) is null);

        folder.Write(Code.Saying("back"), "other");
        await Wait.UntilAsync(() => host.Registry.Find(PluginId.Parse("chunker:other")) is { IsServing: true });
        Assert.Equal("back", host.Says("other"));
    }

    [Fact]
    public async Task OtherFilesOfTheFolder_AreNoCode()
    {
        using var folder = new ScriptFolder().Write(Code.Saying("one"));
        await using var host = await StartAsync(folder);
        await File.WriteAllTextAsync(folder.FileOf("lines", "helper.cs"), "class Helper;", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(folder.FileOf("lines", "sub"));
        await File.WriteAllTextAsync(folder.FileOf("lines", "sub/plugin.cs"), "class Helper;", TestContext.Current.CancellationToken);

        await SettleAsync(folder, host);

        Assert.Equal((1, "one"), (host.Status().Generation, host.Says()));
    }

    [Fact]
    public async Task Dll_ComesBesideTheSource_TakesOver()
    {
        using var folder = new ScriptFolder().Write(Code.Saying("source"));
        await using var host = await StartAsync(folder);
        await File.WriteAllBytesAsync(folder.FileOf("lines", "plugin.dll"), Assemblies.Chunker("dll"), TestContext.Current.CancellationToken);
        await Wait.UntilAsync(() => host.Says() == "dll");

        File.Delete(folder.FileOf("lines", "plugin.dll"));
        await Wait.UntilAsync(() => host.Says() == "source");
    }

    [Fact]
    public async Task Start_FromTheCache_MakesTheCompilerReady()
    {
        using var folder = new ScriptFolder().Write(Code.Saying("kept"));
        await using (await ScriptHost.StartAsync(folder))
        {
        }

        await using var host = await StartAsync(folder);

        Assert.True(host.HasLogged("[302]"));
        await Wait.UntilAsync(() => host.HasLogged("[306] The compiler is loaded"));
    }

    private static Task<ScriptHost> StartAsync(ScriptFolder folder) =>
        ScriptHost.StartAsync(folder, plugins: static o => o.WatchForChanges(static w => w.StableWindow = TimeSpan.FromMilliseconds(100)));

    /// <summary>Waits until the watch has looked at all that was written before: it has then taken in another plugin, written after it.</summary>
    private static async Task SettleAsync(ScriptFolder folder, ScriptHost host)
    {
        folder.Write(Code.Saying("last"), "last");
        await Wait.UntilAsync(() => host.Registry.Find(PluginId.Parse("chunker:last")) is { IsServing: true });
    }
}

using System.Diagnostics;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Reload;

/// <summary>Files that are written in every way that there is: one reload for each change that has settled, and never of half a file.</summary>
public sealed class FileStormTests
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly CancellationToken _cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task SlowCopy_IsOneReload()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await WatchTests.StartAsync(plugins);
        await WriteSlowlyAsync(plugins.AssemblyOf("one"), plugins.Compile(2), pauses: 30);
        await ExpectAsync(plugins, provider, "2", generation: 2);
    }

    [Fact]
    public async Task CopyThatStallsLongerThanTheWindow_IsOneReload()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await WatchTests.StartAsync(plugins);
        var image = plugins.Compile(2);
        await using (var file = File.Create(plugins.AssemblyOf("one")))
        {
            await file.WriteAsync(image.AsMemory(0, image.Length / 2), _cancelled);
            await file.FlushAsync(_cancelled);
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, _cancelled);
            Assert.Equal("1", provider.Greeter("one").Greet("you"));
            await file.WriteAsync(image.AsMemory(image.Length / 2), _cancelled);
        }

        await ExpectAsync(plugins, provider, "2", generation: 2);
    }

    [Fact]
    public async Task SpaceReservedAndThenWritten_IsOneReload()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await WatchTests.StartAsync(plugins);
        var image = plugins.Compile(2);
        await using (var file = File.Create(plugins.AssemblyOf("one")))
        {
            file.SetLength(image.Length);
            await file.FlushAsync(_cancelled);
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, _cancelled);
            await file.WriteAsync(image.AsMemory(0, image.Length / 2), _cancelled);
            await file.FlushAsync(_cancelled);
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, _cancelled);
            await file.WriteAsync(image.AsMemory(image.Length / 2), _cancelled);
        }

        await ExpectAsync(plugins, provider, "2", generation: 2);
    }

    [Fact]
    public async Task WriteBesideAndRename_IsOneReload()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await WatchTests.StartAsync(plugins);
        var beside = plugins.AssemblyOf("one") + ".tmp";
        await WriteSlowlyAsync(beside, plugins.Compile(2), pauses: 5);
        File.Move(beside, plugins.AssemblyOf("one"), overwrite: true);
        await ExpectAsync(plugins, provider, "2", generation: 2);
    }

    [Fact]
    public async Task FolderIsSwappedByRenames_IsOneReload()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        using var elsewhere = new ReloadablePlugins().Write("one", 2);
        await using var provider = await WatchTests.StartAsync(plugins);
        Directory.Move(plugins.FolderOf("one"), Path.Combine(elsewhere.Root, "old"));
        Directory.Move(elsewhere.FolderOf("one"), plugins.FolderOf("one"));
        await ExpectAsync(plugins, provider, "2", generation: 2);
    }

    [Fact]
    public async Task DeletedAndWrittenAgain_IsOneReload()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await WatchTests.StartAsync(plugins);
        File.Delete(plugins.AssemblyOf("one"));
        await Task.Delay(s_pause, TimeProvider.System, _cancelled);
        await WriteSlowlyAsync(plugins.AssemblyOf("one"), plugins.Compile(2), pauses: 3);
        await ExpectAsync(plugins, provider, "2", generation: 2);
    }

    [Fact]
    public async Task AHundredChangesASecond_IsOneReload()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await WatchTests.StartAsync(plugins);

        // Compiled before: on a busy machine that takes longer than files have to stay as they are.
        byte[][] images = [plugins.Compile(5), plugins.Compile(6), plugins.Compile(7)];
        var last = plugins.Compile(2);
        var (pauses, written) = (0, Stopwatch.GetTimestamp());
        for (var change = 0; change <= 200; change++)
        {
            await File.WriteAllBytesAsync(plugins.AssemblyOf("one"), change == 200 ? last : images[change % images.Length], _cancelled);
            pauses += Stopwatch.GetElapsedTime(written) >= WatchTests.StableWindow ? 1 : 0;
            written = Stopwatch.GetTimestamp();
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, _cancelled);
        }

        // Where the machine made one wait as long as files have to stay as they are, what was there then was loaded, rightly.
        await Wait.UntilAsync(() => provider.Greeter("one").Greet("you") == "2");
        await plugins.SettleAsync(provider);
        Assert.Equal("2", provider.Greeter("one").Greet("you"));
        Assert.InRange(provider.Status("greeter:one").Generation, 2, 2 + pauses);
    }

    [Fact]
    public async Task TruncatedForGood_TheOldOneGoesOnAndItIsSaid()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await WatchTests.StartAsync(plugins);
        await File.WriteAllBytesAsync(plugins.AssemblyOf("one"), plugins.Compile(2).AsMemory(0, plugins.Compile(2).Length - 10), _cancelled);
        await Wait.UntilAsync(() => provider.Status("greeter:one").LastReload is { Outcome: PluginReloadOutcome.Failed });
        Assert.Contains("is cut off", provider.Status("greeter:one").LastReload!.Reason, StringComparison.Ordinal);
        Assert.Equal("1", provider.Greeter("one").Greet("you"));
        await ExpectAsync(plugins.Write("one", 3), provider, "3", generation: 2);
    }

    [Fact]
    public async Task DeletedWhileItIsLoaded_OldOrNewNeverHalf()
    {
        const string Slow = "public async ValueTask SetupAsync(PluginContext context, CancellationToken token) => await Task.Delay(200, token);";
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await WatchTests.StartAsync(plugins);
        plugins.Write("one", 2, members: Slow);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:one") is { State: PluginState.Reloading });
        Directory.Delete(plugins.FolderOf("one"), recursive: true);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:one") is null);
        plugins.Write("one", 3);
        await Wait.UntilAsync(() => provider.Registry.Find("greeter:one") is { IsServing: true });
        Assert.Equal("3", provider.Greeter("one").Greet("you"));
    }

    private async Task WriteSlowlyAsync(string path, byte[] image, int pauses)
    {
        await using var file = File.Create(path);
        var step = (image.Length / pauses) + 1;
        for (var at = 0; at < image.Length; at += step)
        {
            await file.WriteAsync(image.AsMemory(at, Math.Min(step, image.Length - at)), _cancelled);
            await file.FlushAsync(_cancelled);
            await Task.Delay(s_pause, TimeProvider.System, _cancelled);
        }
    }

    private static async Task ExpectAsync(ReloadablePlugins plugins, TestProvider provider, string answer, int generation)
    {
        await Wait.UntilAsync(() => provider.Greeter("one").Greet("you") == answer);
        await plugins.SettleAsync(provider);
        Assert.Equal(answer, provider.Greeter("one").Greet("you"));
        Assert.Equal(generation, provider.Status("greeter:one").Generation);
    }
}

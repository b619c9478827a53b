using Dagstack.Extensions.Plugins.Files;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Reload;

public sealed class ShadowCopyTests
{
    [Fact]
    public async Task Dispose_Host_RemovesItsCopies()
    {
        using var temp = new TempFolder();
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using (var provider = await TestProvider.StartAsync(o => o.AllowReload().Discover(plugins.Root).UseTempRoot(temp.Path)))
        {
            plugins.Write("one", 2);
            await provider.Registry.ReloadAsync("greeter:one", TestContext.Current.CancellationToken);

            // The old copy is gone already.
            var root = Assert.Single(Directory.GetDirectories(temp.Path, CopyFolder.Prefix + "*"));
            Assert.Single(Directory.GetDirectories(root));
        }

        Assert.Empty(Directory.GetDirectories(temp.Path, CopyFolder.Prefix + "*"));
    }

    [Fact]
    public void Make_AnotherHostCrashed_RemovesWhatItLeft()
    {
        using var temp = new TempFolder();
        using var plugins = new ReloadablePlugins().Write("one", 1);
        var crashed = Directory.CreateDirectory(temp.Combine(CopyFolder.Prefix + "crashed")).FullName;
        File.WriteAllText(Path.Combine(crashed, ".lock"), "locked\nelsewhere\n1\n2026-01-01T00:00:00Z\n");
        temp.Write(CopyFolder.Prefix + "crashed/greeter.one.1/greeters.dll", "old");
        using var alive = new ShadowCopies(temp.Path, NullLogger.Instance);
        alive.Make(new("greeter", "one"), plugins.FolderOf("one"), HostRuntimes.InProcess);
        Assert.False(Directory.Exists(crashed));

        using var other = new ShadowCopies(temp.Path, NullLogger.Instance);
        other.Make(new("greeter", "one"), plugins.FolderOf("one"), HostRuntimes.InProcess);
        Assert.Equal(2, Directory.GetDirectories(temp.Path).Length);
    }

    [Fact]
    public void Make_LinkInTheFolderAndLinkOutOfIt_OneIsCopiedAndOneStaysALink()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        using var temp = new TempFolder();
        using var plugins = new ReloadablePlugins().Write("one", 1);
        var outside = temp.Write("outside.dll", "outside");
        File.CreateSymbolicLink(Path.Combine(plugins.FolderOf("one"), "inside.dll"), plugins.AssemblyOf("one"));
        File.CreateSymbolicLink(Path.Combine(plugins.FolderOf("one"), "out.dll"), outside);
        using var copies = new ShadowCopies(temp.Path, NullLogger.Instance);
        var copy = copies.Make(new("greeter", "one"), plugins.FolderOf("one"), HostRuntimes.InProcess);
        Assert.Null(new FileInfo(Path.Combine(copy.Path, "inside.dll")).LinkTarget);
        Assert.Equal(outside, new FileInfo(Path.Combine(copy.Path, "out.dll")).LinkTarget);
    }
}

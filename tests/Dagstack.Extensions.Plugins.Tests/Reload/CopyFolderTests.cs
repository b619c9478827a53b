using System.Diagnostics;
using System.Globalization;
using Dagstack.Extensions.Plugins.Files;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Reload;

/// <summary>Folders of copies that others clean away, take for left over, or find where plugins are looked for.</summary>
public sealed class CopyFolderTests : IDisposable
{
    private static readonly PluginId s_one = new("greeter", "one");

    private readonly TempFolder _temp = new();
    private readonly ReloadablePlugins _plugins = new ReloadablePlugins().Write("one", 1);
    private readonly TestLogs _logs = new();

    [Fact]
    public void Make_FolderWasCleanedAway_AnotherOneIsMarkedAndKept()
    {
        using var copies = Copies();
        var first = Path.GetDirectoryName(copies.Make(s_one, Folder, HostRuntimes.InProcess).Path)!;
        Directory.Delete(first, recursive: true);
        var second = Path.GetDirectoryName(copies.Make(s_one, Folder, HostRuntimes.InProcess).Path)!;
        Assert.NotEqual(first, second);
        Directory.SetLastWriteTimeUtc(second, DateTime.UnixEpoch);
        using var other = Copies();
        other.Make(s_one, Folder, HostRuntimes.InProcess);
        Assert.True(Directory.Exists(second));
    }

    [Fact]
    public void IsLeftOver_FilesCannotBeLocked_TheProcessDecides()
    {
        using var self = Process.GetCurrentProcess();
        var began = self.StartTime.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
        var machine = Environment.MachineName;
        Assert.False(IsLeftOver($"unlocked\n{machine}\n{self.Id}\n{began}\n"));
        Assert.True(IsLeftOver($"unlocked\n{machine}\n{self.Id}\n2001-01-01T00:00:00.0000000Z\n"));
        Assert.True(IsLeftOver($"unlocked\n{machine}\n{int.MaxValue}\n{began}\n"));
        Assert.False(IsLeftOver($"unlocked\nanother-{machine}\n{int.MaxValue}\n{began}\n"));
        Assert.True(IsLeftOver($"locked\nanother-{machine}\n{self.Id}\n{began}\n"));
        Assert.False(IsLeftOver(string.Empty));
        Assert.True(IsLeftOver(string.Empty, DateTime.UnixEpoch));
        Assert.False(IsLeftOver("unlocked\nnonsense"));
    }

    [Fact]
    public async Task TempRoot_InsideOfAPluginRoot_CopiesAreNoPlugins()
    {
        await using var provider = await TestProvider.StartAsync(o => o.AllowReload().Discover(_plugins.Root).UseTempRoot(_plugins.Root));
        await using var second = await TestProvider.StartAsync(o => o.AllowReload().Discover(_plugins.Root).UseTempRoot(_plugins.Root));
        Assert.Single(second.Registry.Plugins);
        Assert.Equal("1", second.Greeter("one").Greet("you"));
    }

    [Fact]
    public async Task TempRoot_InsideOfThePluginsFolder_CopiesAreNotCopied()
    {
        await using var provider = await TestProvider.StartAsync(o => o.AllowReload().Discover(_plugins.Root).UseTempRoot(Folder));
        _plugins.Write("one", 2);
        Assert.Equal(PluginReloadOutcome.Replaced, (await provider.Registry.ReloadAsync("greeter:one", TestContext.Current.CancellationToken)).Outcome);
        Assert.Empty(Directory.GetDirectories(Path.Combine(Directory.GetDirectories(Folder)[0], "greeter.one.2")));
    }

    [Fact]
    public void Make_LinkToAFolderInside_IsALinkInTheCopy()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        Directory.CreateDirectory(Path.Combine(Folder, "french"));
        File.WriteAllText(Path.Combine(Folder, "french", "words.txt"), "bonjour");
        Directory.CreateSymbolicLink(Path.Combine(Folder, "fr"), "french");
        Directory.CreateSymbolicLink(Path.Combine(Folder, "self"), ".");
        using var copies = Copies();
        var copy = copies.Make(s_one, Folder, HostRuntimes.InProcess).Path;
        Assert.Equal("bonjour", File.ReadAllText(Path.Combine(copy, "fr", "words.txt")));
        Assert.Equal(Path.Combine(copy, "french"), new DirectoryInfo(Path.Combine(copy, "fr")).LinkTarget);
        Assert.Equal("bonjour", File.ReadAllText(Path.Combine(copy, "self", "self", "french", "words.txt")));
    }

    [Fact]
    public async Task Make_PipeInTheFolder_IsSkippedAndSaidOnce()
    {
        await MakePipeAsync("data");
        await MakePipeAsync("x.dll");
        File.WriteAllText(Path.Combine(Folder, "empty.txt"), string.Empty);
        using var copies = Copies();
        for (var i = 0; i < 2; i++)
        {
            var copy = await Task.Run(() => copies.Make(s_one, Folder, HostRuntimes.InProcess)).WaitAsync(Limits.Patience);
            Assert.Equal(["dagstack.toml", "empty.txt", "greeters.dll"], Directory.GetFiles(copy.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }

        Assert.Equal(2, _logs.Lines.Count(static line => line.Contains("[58]", StringComparison.Ordinal)));
        Assert.Single(_logs.Lines, line => line.EndsWith($"'{Path.Combine(Folder, "data")}' is a pipe, a socket or a device, and is not copied with the plugin that it belongs to", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watch_PipeInAFolder_PluginsAreReloadedAsEver()
    {
        _plugins.Write("two", 1);
        await MakePipeAsync("x.dll");
        await using var provider = await TestProvider.StartAsync(o => o.Discover(_plugins.Root).WatchForChanges(static w => (w.StableWindow, w.RescanInterval) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1))));
        foreach (var name in new[] { "one", "two" })
        {
            _plugins.Write(name, 2);
            await Wait.UntilAsync(() => provider.Greeter(name).Greet("you") == "2");
        }
    }

    [Fact]
    public async Task HashContent_LinksToFoldersThatLeadToEachOther_AreWhatTheySay()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        await using var provider = await TestProvider.StartAsync(o => o.Discover(_plugins.Root));
        var hash = await HashAsync(provider);
        await MakePipeAsync("data");
        foreach (var name in new[] { "a", "b", "c" })
        {
            Directory.CreateSymbolicLink(Path.Combine(Folder, name), ".");
        }

        var linked = await HashAsync(provider);
        Directory.Delete(Path.Combine(Folder, "c"));
        Directory.CreateSymbolicLink(Path.Combine(Folder, "c"), "..");
        Assert.Equal(3, new HashSet<string?> { hash, linked, await HashAsync(provider) }.Count);
    }

    public void Dispose()
    {
        _temp.Dispose();
        _plugins.Dispose();
    }

    private static Task<string?> HashAsync(TestProvider provider) => provider.Registry.HashContentAsync(s_one).WaitAsync(Limits.Patience);

    private string Folder => _plugins.FolderOf("one");

    private ShadowCopies Copies() => new(_temp.Path, _logs.CreateLogger("copies"));

    private bool IsLeftOver(string mark, DateTime? written = null)
    {
        var folder = Directory.CreateDirectory(_temp.Combine(CopyFolder.Prefix + Guid.NewGuid().ToString("n")));
        File.WriteAllText(Path.Combine(folder.FullName, ".lock"), mark);
        folder.LastWriteTimeUtc = written ?? TimeProvider.System.GetUtcNow().UtcDateTime;
        return CopyFolder.IsLeftOver(folder);
    }

    private async Task MakePipeAsync(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It asks Linux what is a pipe.");
        using var made = Process.Start("mkfifo", [Path.Combine(Folder, name)]);
        await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, made.ExitCode);
    }
}

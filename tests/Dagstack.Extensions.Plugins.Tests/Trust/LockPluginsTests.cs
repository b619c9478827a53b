using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Trust;

/// <summary>What is locked, what is left out of a lock file, and what one cannot cover.</summary>
public sealed class LockPluginsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lock_OfPlugins_IsOrderedHashedAndTheSameEachTime()
    {
        using var plugins = new LockedPlugins();
        plugins.Write("two");
        plugins.Write("alpha");
        var first = await plugins.LockAsync();
        var text = await File.ReadAllTextAsync(plugins.LockPath, Token);

        var second = await plugins.LockAsync();

        Assert.Equal(["greeter:alpha", "greeter:one", "greeter:two"], second.File.Plugins.Select(static plugin => plugin.Id.ToString()));
        Assert.Equal(text, await File.ReadAllTextAsync(plugins.LockPath, Token));
        Assert.Equal(first.File.Plugins, PluginLockFile.Load(plugins.LockPath).Plugins);
        Assert.StartsWith("{\n  \"lock_version\": 1,\n  \"plugins\": {\n    \"greeter:alpha\": {\n      \"version\": \"1.0.0\",\n      \"sha256\": \"", text, StringComparison.Ordinal);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.Empty(second.LeftOut);
        Assert.Empty(second.NotCovered);
        await using var host = TestProvider.Build(o => o.Discover(plugins.Root));
        Assert.Equal(second.File.Find(PluginId.Parse(LockedPlugins.Id))!.Sha256, await host.Registry.HashContentAsync(LockedPlugins.Id, Token));
    }

    [Theory]
    [InlineData("link outside", "which leads out of the plugin's folder")]
    [InlineData("absolute link", "which is an absolute path")]
    [InlineData("link to nothing", "which does not exist")]
    [InlineData("pipe", "is a pipe, a socket or a device")]
    [InlineData("lock file", "would be a part of what it locks")]
    [InlineData("twin", "There are 2 plugins of that name")]
    [InlineData("broken manifest", "unknown")]
    public async Task Lock_OfWhatCannotBeLocked_LeavesItOutAndLocksTheRest(string what, string expected)
    {
        Assert.SkipWhen(what == "pipe" && !OperatingSystem.IsLinux(), "Needs mkfifo.");
        using var plugins = new LockedPlugins();
        plugins.Write("two");
        var path = Path.Combine(plugins.Folder, "more");
        switch (what)
        {
            case "link outside":
                File.CreateSymbolicLink(path, Path.Combine("..", "two", "words.dll"));
                break;
            case "absolute link":
                File.CreateSymbolicLink(path, Path.Combine(plugins.Folder, "words.dll"));
                break;
            case "link to nothing":
                File.CreateSymbolicLink(path, "nothing");
                break;
            case "pipe":
                using (var made = Process.Start("mkfifo", [path]))
                {
                    await made.WaitForExitAsync(Token);
                }

                break;
            case "lock file":
                await File.WriteAllTextAsync(Path.Combine(plugins.Folder, PluginLockFile.FileName), "{}", Token);
                break;
            case "twin":
                plugins.Write("three");
                await File.WriteAllTextAsync(Path.Combine(plugins.Root, "three", "dagstack.toml"), (await File.ReadAllTextAsync(Path.Combine(plugins.Folder, "dagstack.toml"), Token)), Token);
                break;
            default:
                plugins.Write("one", "unknown = 1");
                break;
        }

        var report = await plugins.LockAsync();

        Assert.Equal(["greeter:two"], report.File.Plugins.Select(static plugin => plugin.Id.ToString()));
        Assert.Equal(what == "twin" ? 2 : 1, report.LeftOut.Count);
        Assert.All(report.LeftOut, finding => Assert.Contains(expected, finding.Message, StringComparison.Ordinal));
        Assert.All(report.LeftOut, static finding => Assert.Equal(LockedPlugins.Id, finding.Plugin.ToString()));
    }

    [Fact]
    public async Task Lock_OfAFolderWithRelativeLinks_ServesFromACopyThatHasThem()
    {
        using var plugins = new LockedPlugins();
        Directory.CreateDirectory(Path.Combine(plugins.Folder, "real"));
        File.Move(Path.Combine(plugins.Folder, "words.dll"), Path.Combine(plugins.Folder, "real", "words.dll"));
        File.CreateSymbolicLink(Path.Combine(plugins.Folder, "words.dll"), Path.Combine("real", "words.dll"));
        Directory.CreateSymbolicLink(Path.Combine(plugins.Folder, "same"), "real");
        Assert.Empty((await plugins.LockAsync()).LeftOut);

        await using var host = await plugins.StartAsync();

        Assert.Equal("hello you", host.Greeter("one").Greet("you"));
        Assert.Equal("real", new DirectoryInfo(Path.Combine(plugins.Copies[0], "same")).LinkTarget);
    }

    [Theory]
    [InlineData("""runtime = "mcp_http"|[plugin.mcp_http]|url = "https://tools.example/mcp" """, "Its code is the server at 'https://tools.example/mcp'")]
    [InlineData("""runtime = "mcp_stdio"|[plugin.mcp_stdio]|command = ["npx", "-y", "some-server"]""", "Its program 'npx' is not in its folder")]
    [InlineData("""runtime = "mcp_stdio"|[plugin.mcp_stdio]|command = ["../run.sh"]""", "Its program '../run.sh' is not in its folder")]
    [InlineData("""runtime = "mcp_stdio"|[plugin.mcp_stdio]|command = ["./run.sh"]""", null)]
    [InlineData("""runtime = "mcp_stdio"|[plugin.mcp_stdio]|command = ["./run.sh"]|working_dir = ".." """, "Its program works in '..', which is not in its folder")]
    public async Task Lock_OfProgramsOutsideOfTheFolder_SaysThatTheyAreNotCovered(string lines, string? expected)
    {
        using var folder = new TempFolder();
        folder.Write("remote/dagstack.toml", $"""
            [plugin]
            name = "remote"
            kind = "greeter"
            core_version = ">=0.1.0,<1.0.0"
            {lines.Replace('|', '\n')}
            """);
        folder.Write("remote/run.sh", "#!/bin/sh\n");
        await using var host = TestProvider.Build(o => o.Discover(folder.Path));

        var report = await host.Services.LockPluginsAsync(Token);

        Assert.Equal("greeter:remote", Assert.Single(report.File.Plugins).Id.ToString());
        if (expected is null)
        {
            Assert.Empty(report.NotCovered);
        }
        else
        {
            Assert.Contains(expected, Assert.Single(report.NotCovered).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Save_WhereNothingCanBeWritten_LeavesNothingBehind()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.Combine(PluginLockFile.FileName));

        Assert.ThrowsAny<Exception>(() => new PluginLockFile([]).Save(folder.Combine(PluginLockFile.FileName)));

        Assert.Equal([folder.Combine(PluginLockFile.FileName)], Directory.GetFileSystemEntries(folder.Path));
    }
}

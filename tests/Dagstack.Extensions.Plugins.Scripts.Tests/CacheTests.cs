using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Scripts.Tests;

/// <summary>What was compiled is kept, for each content, where nobody else can put anything.</summary>
public sealed class CacheTests
{
    private const string Compiled = "[300]";
    private const string Cached = "[302]";

    [Fact]
    public async Task SecondStart_TakesTheEntry()
    {
        using var folder = new ScriptFolder().Write(Code.Saying("kept"));
        await StartAsync(folder, "kept", Compiled);
        var entry = Assert.Single(folder.Entries);
        var bytes = await File.ReadAllBytesAsync(entry, TestContext.Current.CancellationToken);

        await StartAsync(folder, "kept", Cached);

        Assert.Equal(bytes, await File.ReadAllBytesAsync(Assert.Single(folder.Entries), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task SecondStart_ExceptionsHaveTheirLine()
    {
        using var folder = new ScriptFolder().Write(Code.Body("throw new InvalidOperationException();"));
        await using (await ScriptHost.StartAsync(folder))
        {
        }

        await using var host = await ScriptHost.StartAsync(folder);
        Assert.True(host.HasLogged(Cached));
        Assert.Contains($"{folder.File()}:line 8", Assert.ThrowsAny<Exception>(() => host.Says()).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtherContent_IsCompiledAndKeptBeside()
    {
        using var folder = new ScriptFolder().Write(Code.Saying("first"));
        await StartAsync(folder, "first", Compiled);
        await StartAsync(folder.Edit(Code.Saying("other")), "other", Compiled);
        Assert.Equal(2, folder.Entries.Count);

        await StartAsync(folder.Edit(Code.Saying("first")), "first", Cached);
    }

    [Fact]
    public async Task OtherAssemblyBeside_IsCompiledAnew()
    {
        using var folder = new ScriptFolder().Write(Code.Body("return [new(0, Beside.Answer.Text)];"));
        await WriteBesideAsync(folder, "public static string Text => \"property\";");
        await StartAsync(folder, "property", Compiled);
        await WriteBesideAsync(folder, "public const string Text = \"constant\";");

        await StartAsync(folder, "constant", Compiled);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("empty")]
    [InlineData("changed")]
    [InlineData("swapped")]
    [InlineData("text")]
    public async Task PoisonedEntry_IsNeverLoaded_AndIsReplaced(string how)
    {
        using var folder = new ScriptFolder().Write(Code.Saying("good"));
        await StartAsync(folder, "good", Compiled);
        var entry = Assert.Single(folder.Entries);
        var bytes = await File.ReadAllBytesAsync(entry, TestContext.Current.CancellationToken);
        await StartAsync(folder.Edit(Code.Saying("evil")), "evil", Compiled);
        var evil = await File.ReadAllBytesAsync(folder.Entries.Single(file => file != entry), TestContext.Current.CancellationToken);
        var changed = bytes.ToArray();
        changed[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(entry, how switch { "cut" => bytes[..^100], "empty" => [], "changed" => changed, "swapped" => evil, _ => "no entry"u8.ToArray() }, TestContext.Current.CancellationToken);
        folder.Edit(Code.Saying("good"));

        await using (var host = await ScriptHost.StartAsync(folder))
        {
            Assert.Equal("good", host.Says());
            Assert.True(host.HasLogged($"Warning Dagstack.Extensions.Plugins.Scripts[304] '{entry}' is not what was put there"));
            Assert.True(host.HasLogged(Compiled));
        }

        Assert.Equal(bytes, await File.ReadAllBytesAsync(entry, TestContext.Current.CancellationToken));
        await StartAsync(folder, "good", Cached);
    }

    [Fact]
    public async Task EntryThatIsAFolder_IsDoneWithout()
    {
        using var folder = new ScriptFolder().Write(Code.Saying("good"));
        await StartAsync(folder, "good", Compiled);
        var entry = Assert.Single(folder.Entries);
        File.Delete(entry);
        Directory.CreateDirectory(entry);

        await StartAsync(folder, "good", Compiled);
    }

    [Fact]
    public async Task TwoHostsAtOnce_OneCache_BothServe()
    {
        using var folder = new ScriptFolder().Write(Code.Saying("both"));
        var hosts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ScriptHost.StartAsync(folder))));
        foreach (var host in hosts)
        {
            Assert.Equal("both", host.Says());
            Assert.False(host.HasLogged("Warning"));
            await host.DisposeAsync();
        }

        Assert.Single(Directory.GetFileSystemEntries(folder.Cache));
    }

    [Fact]
    public async Task Cache_SwitchedOff_KeepsNothing()
    {
        using var folder = new ScriptFolder().Write(Code.Saying("fresh"));
        await using var host = await ScriptHost.StartAsync(folder, static s => s.UseCache = false);

        Assert.Equal("fresh", host.Says());
        Assert.False(Directory.Exists(folder.Cache));
    }

    [Fact]
    public async Task Folder_IsMadeForItsOwnerAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Folders have no mode there.");
        using var folder = new ScriptFolder().Write(Code.Saying("private"));
        await StartAsync(folder, "private", Compiled);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, ModeOf(folder.Cache));
    }

    [Theory]
    [InlineData("open")]
    [InlineData("link")]
    [InlineData("file")]
    [InlineData("above")]
    [InlineData("other")]
    public async Task FolderThatIsNotPrivate_IsNotUsed_AndSaidOnce(string how)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Folders have no mode there.");
        using var folder = new ScriptFolder().Write(Code.Saying("anyway")).Write(Code.Saying("second"), "second");
        var (place, part) = Spoil(folder.Cache, how);
        await using var host = await ScriptHost.StartAsync(folder, s => s.CacheFolder = place);

        Assert.Equal(("anyway", "second"), (host.Says(), host.Says("second")));
        var line = Assert.Single(host.Logs.Lines, static line => line.Contains("[303]", StringComparison.Ordinal));
        Assert.StartsWith($"{LogLevel.Warning} Dagstack.Extensions.Plugins.Scripts[303] '{place}' is not used", line, StringComparison.Ordinal);
        Assert.Contains(part, line, StringComparison.Ordinal);
        Assert.True(File.Exists(place) || Directory.GetFiles(place).Length == 0);
    }

    [Fact]
    public async Task OldEntries_AndWhatDiedWhileWriting_AreRemoved()
    {
        using var folder = new ScriptFolder().Write(Code.Saying("old"));
        await StartAsync(folder, "old", Compiled);
        var old = Assert.Single(folder.Entries);
        File.SetLastWriteTimeUtc(old, File.GetLastWriteTimeUtc(old).AddDays(-31));
        var died = old + ".0123.tmp";
        await File.WriteAllTextAsync(died, "part", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(died, File.GetLastWriteTimeUtc(died).AddHours(-2));

        await StartAsync(folder.Edit(Code.Saying("new")), "new", Compiled);

        Assert.False(File.Exists(old));
        Assert.Single(Directory.GetFileSystemEntries(folder.Cache));
    }

    [Fact]
    public async Task TooMuch_OldestGo()
    {
        using var folder = new ScriptFolder().Write(Code.Saying("first"));
        await StartAsync(folder, "first", Compiled);
        var first = Assert.Single(folder.Entries);
        File.SetLastWriteTimeUtc(first, File.GetLastWriteTimeUtc(first).AddDays(-2));
        var large = Path.Combine(folder.Cache, "large.dagscript");
        using (var file = File.Create(large))
        {
            file.SetLength(64 * 1024 * 1024);
        }

        File.SetLastWriteTimeUtc(large, File.GetLastWriteTimeUtc(large).AddDays(-1));
        await StartAsync(folder.Edit(Code.Saying("second")), "second", Compiled);

        Assert.NotEqual(first, Assert.Single(folder.Entries));
    }

    [Fact]
    public async Task UsedEntry_IsYoungAgain()
    {
        using var folder = new ScriptFolder().Write(Code.Saying("used"));
        await StartAsync(folder, "used", Compiled);
        var entry = Assert.Single(folder.Entries);
        var long_ago = File.GetLastWriteTimeUtc(entry).AddDays(-20);
        File.SetLastWriteTimeUtc(entry, long_ago);

        await StartAsync(folder, "used", Cached);

        Assert.True(File.GetLastWriteTimeUtc(entry) > long_ago.AddDays(19));
    }

    private static async Task StartAsync(ScriptFolder folder, string says, string logged)
    {
        await using var host = await ScriptHost.StartAsync(folder);
        Assert.Equal(says, host.Says());
        Assert.True(host.HasLogged(logged), string.Join('\n', host.Logs.Lines));
        Assert.False(host.HasLogged(logged == Compiled ? Cached : Compiled));
    }

    private static Task WriteBesideAsync(ScriptFolder folder, string member) =>
        File.WriteAllBytesAsync(folder.FileOf("lines", "Beside.dll"), Compiler.Compile("Beside", $"namespace Beside {{ public static class Answer {{ {member} }} }}"), TestContext.Current.CancellationToken);

    private static (string Place, string Part) Spoil(string cache, string how)
    {
        var own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        switch (how)
        {
            case "open":
                Directory.CreateDirectory(cache);
                SetMode(cache, own | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
                return (cache, "(mode 750)");
            case "link":
                Directory.CreateDirectory(cache + "-real");
                Directory.CreateSymbolicLink(cache, cache + "-real");
                return (cache, "it is a link");
            case "file":
                File.WriteAllText(cache, string.Empty);
                return (cache, "Name a folder that the account of the host may make");
            case "above":
                Directory.CreateDirectory(cache);
                SetMode(cache, own | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
                var below = Path.Combine(cache, "below");
                Directory.CreateDirectory(below);
                SetMode(below, own);
                return (below, $"since '{cache}' can be written by all");
            default:
                Assert.SkipUnless(Environment.UserName == "root" && OperatingSystem.IsLinux(), "Only the administrator can give a folder away.");
                Directory.CreateDirectory(cache);
                SetMode(cache, own);
                using (var chown = System.Diagnostics.Process.Start("chown", ["12345", cache]))
                {
                    chown.WaitForExit();
                }

                return (cache, "it belongs to somebody else");
        }
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}

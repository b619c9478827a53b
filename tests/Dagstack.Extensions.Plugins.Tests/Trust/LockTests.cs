using Dagstack.Extensions.Plugins.Tests.Reload;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Trust;

/// <summary>A host that requires a lock loads what is locked, and nothing that differs by a byte.</summary>
public sealed class LockTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Changes =>
    [
        "a byte of the assembly", "a byte of a dependency", "a byte of the manifest", "an extra file", "an extra file in a folder", "a file less",
        "a link to the same content", "an absolute link inside", "a link to a folder outside", "a file renamed",
    ];

    [Fact]
    public async Task Start_OfWhatIsLocked_ServesFromAPrivateCopy()
    {
        using var plugins = new LockedPlugins();
        await plugins.LockAsync();

        await using var host = await plugins.StartAsync();

        Assert.Equal("hello you", host.Greeter("one").Greet("you"));
        var copy = Assert.Single(plugins.Copies);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(copy)!));
        }

        Assert.All(LoadedFrom("greeters", "words"), place => Assert.DoesNotContain(plugins.Root, place, StringComparison.Ordinal));
        await host.Registry.TeardownAsync(Token);
        Assert.Empty(plugins.Copies);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Start_OfWhatDiffers_IsRefusedAndLoadsNothing(string change)
    {
        using var plugins = new LockedPlugins();
        await plugins.LockAsync();
        Change(plugins.Folder, change);

        await using var host = await plugins.StartAsync();

        AssertRefused(host, plugins);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Start_OfWhatChangedSinceItWasFound_IsRefusedAndLoadsNothing(string change)
    {
        using var plugins = new LockedPlugins();
        await plugins.LockAsync();
        await using var host = TestProvider.Build(o => o.Discover(plugins.Root).RequireLock().UseTempRoot(plugins.Temp));
        _ = host.Registry;
        Change(plugins.Folder, change);

        await host.Services.SetupPluginsAsync(Token);

        AssertRefused(host, plugins);
    }

    [Fact]
    public async Task Start_WithAManifestThatIsLockedNowAndWasAnotherWhenItWasRead_IsRefused()
    {
        using var plugins = new LockedPlugins("priority = 7");
        await using var host = TestProvider.Build(o => o.Discover(plugins.Root).RequireLock().UseTempRoot(plugins.Temp));
        _ = host.Registry;
        plugins.Write("one", "priority = 8");
        await plugins.LockAsync();

        await host.Services.SetupPluginsAsync(Token);

        AssertRefused(host, plugins);
        Assert.Contains("has changed since the host has read it", host.Status(LockedPlugins.Id).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenTheFolderChangesAfterTheCheck_LoadsWhatWasChecked()
    {
        using var plugins = new LockedPlugins();
        await plugins.LockAsync();
        using var meddler = new Meddler(() =>
        {
            LockedPlugins.Flip(Path.Combine(plugins.Folder, "greeters.dll"));
            File.WriteAllBytes(Path.Combine(plugins.Folder, "words.dll"), LockedPlugins.OtherLibrary);
        });

        await using var host = await plugins.StartAsync(services: meddler.Add);

        Assert.True(meddler.HasRun);
        Assert.Equal("hello you", host.Greeter("one").Greet("you"));
    }

    [Fact]
    public async Task Start_WhenEvenThePrivateCopyChangesAfterTheCheck_IsRefused()
    {
        using var plugins = new LockedPlugins();
        await plugins.LockAsync();
        using var meddler = new Meddler(() => LockedPlugins.Flip(Path.Combine(plugins.Copies[0], "greeters.dll")));

        await using var host = await plugins.StartAsync(services: meddler.Add);

        Assert.True(meddler.HasRun);
        AssertRefused(host, plugins);
        Assert.Contains("it was another one", host.Status(LockedPlugins.Id).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_ThatLoadsALaterAssembly_HasTheLockedOneOrFails(bool isPrivate)
    {
        using var plugins = new LockedPlugins();
        await plugins.LockAsync();
        await using var host = await plugins.StartAsync();
        File.WriteAllBytes(Path.Combine(isPrivate ? plugins.Copies[0] : plugins.Folder, "words.dll"), LockedPlugins.OtherLibrary);

        if (isPrivate)
        {
            var fault = Assert.ThrowsAny<Exception>(() => host.Greeter("one").Greet("you"));
            Assert.Contains(Causes(fault), static cause => cause is LockMismatchException { Code: PluginErrorCodes.LockMismatch, Expected.Length: 64, Actual.Length: 64 });
        }
        else
        {
            Assert.Equal("hello you", host.Greeter("one").Greet("you"));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reload_OfWhatDiffers_KeepsTheOldOneUntilItIsLocked(bool isWatched)
    {
        using var plugins = new LockedPlugins();
        await plugins.LockAsync();
        await using var host = await plugins.StartAsync(o => (isWatched ? o.WatchForChanges(static watch => watch.StableWindow = TimeSpan.FromMilliseconds(20)) : o.AllowReload()).MaxLeakedGenerations = 50);
        Assert.Equal("hello you", host.Greeter("one").Greet("you"));

        File.WriteAllBytes(Path.Combine(plugins.Folder, "words.dll"), LockedPlugins.OtherLibrary);
        if (!isWatched)
        {
            await host.Registry.ReloadAsync(LockedPlugins.Id, Token);
        }

        await Wait.UntilAsync(() => host.Status(LockedPlugins.Id).LastReload is { Outcome: PluginReloadOutcome.Failed, Code: PluginErrorCodes.LockMismatch });
        Assert.Equal((PluginState.Ready, 1), (host.Status(LockedPlugins.Id).State, host.Status(LockedPlugins.Id).Generation));
        Assert.Equal("hello you", host.Greeter("one").Greet("you"));

        await plugins.LockAsync();
        Assert.Equal(PluginReloadOutcome.Replaced, (await host.Registry.ReloadAsync(LockedPlugins.Id, Token)).Outcome);
        Assert.Equal("HACKED you", host.Greeter("one").Greet("you"));
    }

    [Fact]
    public async Task Retry_OfWhatIsRightAgain_Serves()
    {
        using var plugins = new LockedPlugins();
        await plugins.LockAsync();
        var library = File.ReadAllBytes(Path.Combine(plugins.Folder, "words.dll"));
        LockedPlugins.Flip(Path.Combine(plugins.Folder, "words.dll"));
        await using var host = await plugins.StartAsync();
        AssertRefused(host, plugins);

        File.WriteAllBytes(Path.Combine(plugins.Folder, "words.dll"), library);
        await host.Registry.RetryAsync(Token);

        Assert.Equal("hello you", host.Greeter("one").Greet("you"));
    }

    [Fact]
    public async Task Start_OfWhatIsNotLocked_IsRefusedAndOthersServe()
    {
        using var plugins = new LockedPlugins();
        await plugins.LockAsync();
        plugins.Write("two");

        await using var host = await plugins.StartAsync();

        Assert.Equal("hello you", host.Greeter("one").Greet("you"));
        var two = host.Status("greeter:two");
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.LockMismatch), (two.State, two.Code));
        Assert.Contains($"'{plugins.LockPath}' does not have it", two.Reason, StringComparison.Ordinal);
        var fault = Assert.Throws<PluginUnavailableException>(() => host.Greeter("two").Greet("you"));
        Assert.Equal(PluginErrorCodes.LockMismatch, fault.RootCauseCode);
    }

    [Theory]
    [InlineData(null, "does not exist")]
    [InlineData("", "is not JSON, in line 1, column 1")]
    [InlineData("{\n  \"lock_version\": 1,\n  \"plugins\": [}", "is not JSON, in line 3, column 15")]
    [InlineData("[]", "'$' is a list; expected an object")]
    [InlineData("""{ "plugins": {} }""", "'lock_version' is missing; expected 1")]
    [InlineData("""{ "lock_version": 2, "plugins": {} }""", "'lock_version' is 2; this version of the library reads 1")]
    [InlineData("""{ "lock_version": 1 }""", "'plugins' is missing")]
    [InlineData("""{ "lock_version": 1, "plugins": { "one": {} } }""", "'plugins.one' is not named as a plugin is")]
    [InlineData("""{ "lock_version": 1, "plugins": { "greeter:one": 5 } }""", "'plugins.greeter:one' is a number; expected an object")]
    [InlineData("""{ "lock_version": 1, "plugins": { "greeter:one": { "version": "1.0.0", "sha256": "abc" } } }""", "'plugins.greeter:one.sha256' is not a SHA-256")]
    [InlineData("""{ "lock_version": 1, "plugins": { "greeter:one": { "version": 1, "sha256": "0000000000000000000000000000000000000000000000000000000000000000" } } }""", "'plugins.greeter:one.version' is a number; expected a text")]
    [InlineData("""{ "lock_version": 1, "plugins": { "greeter:one": { "version": "2.0.0", "sha256": "0000000000000000000000000000000000000000000000000000000000000000" } } }""", "it is version 1.0.0, and '")]
    public async Task Start_WithABrokenLockFile_SaysWhatIsWrongWithIt(string? content, string expected)
    {
        using var plugins = new LockedPlugins();
        if (content is not null)
        {
            File.WriteAllText(plugins.LockPath, content);
        }

        await using var host = await plugins.StartAsync();

        AssertRefused(host, plugins);
        Assert.Contains(expected, host.Status(LockedPlugins.Id).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithALockFileElsewhere_TakesThatAlone()
    {
        using var plugins = new LockedPlugins();
        var elsewhere = Path.Combine(plugins.Root, "..", "approved.json");
        await plugins.LockAsync(elsewhere);
        File.WriteAllText(plugins.LockPath, "{}");

        await using var host = await plugins.StartAsync(o => o.RequireLock(elsewhere));

        Assert.Equal("hello you", host.Greeter("one").Greet("you"));
    }

    [Fact]
    public async Task Start_OfPluginsOfTheApplication_AsksNoLock()
    {
        using var plugins = new LockedPlugins();
        Directory.Delete(plugins.Folder, recursive: true);

        await using var host = await plugins.StartAsync(static o => o.Add("greeter:given", new GivenGreeter()));

        Assert.Equal("given", host.Greeter("given").Greet("you"));
    }

    [Fact]
    public async Task Start_OfARequiredPluginThatDiffers_Fails()
    {
        using var plugins = new LockedPlugins();
        await plugins.LockAsync();
        LockedPlugins.Flip(Path.Combine(plugins.Folder, "greeters.dll"));

        var fault = await Assert.ThrowsAsync<PluginStartException>(() => plugins.StartAsync(static o => o.Require(LockedPlugins.Id)));

        Assert.Contains("is locked. Put back what was installed", fault.Message, StringComparison.Ordinal);
        Assert.Empty(plugins.Copies);
    }

    [Fact]
    public async Task Start_OfASourceWhoseManifestIsNoFileOfItsFolder_IsRefused()
    {
        using var plugins = new LockedPlugins();
        var file = (await plugins.LockAsync()).File;
        var source = new Source(new(PluginManifestLoader.Parse(await File.ReadAllTextAsync(Path.Combine(plugins.Folder, "dagstack.toml"), Token), ManifestFormat.Toml, "elsewhere"))
        {
            Folder = plugins.Folder,
        });
        var path = Path.Combine(plugins.Root, "..", "approved.json");
        file.Save(path);

        await using var host = await TestProvider.StartAsync(o => o.AddSource(source).RequireLock(path).UseTempRoot(plugins.Temp));

        AssertRefused(host, plugins);
        Assert.Contains("its manifest is not a file of its folder", host.Status(LockedPlugins.Id).Reason, StringComparison.Ordinal);
    }

    private static void Change(string folder, string change)
    {
        var library = Path.Combine(folder, "words.dll");
        switch (change)
        {
            case "a byte of the assembly":
                LockedPlugins.Flip(Path.Combine(folder, "greeters.dll"));
                break;
            case "a byte of a dependency":
                LockedPlugins.Flip(library);
                break;
            case "a byte of the manifest":
                File.AppendAllText(Path.Combine(folder, "dagstack.toml"), "\n");
                break;
            case "an extra file":
                File.WriteAllText(Path.Combine(folder, "notes.txt"), "");
                break;
            case "an extra file in a folder":
                Directory.CreateDirectory(Path.Combine(folder, "obj"));
                File.WriteAllText(Path.Combine(folder, "obj", "notes.txt"), "more");
                break;
            case "a file less":
                File.Delete(library);
                break;
            case "a link to the same content":
                var outside = Path.Combine(folder, "..", "..", "words.dll");
                File.Move(library, outside);
                File.CreateSymbolicLink(library, Path.Combine("..", "..", "words.dll"));
                break;
            case "an absolute link inside":
                File.CreateSymbolicLink(Path.Combine(folder, "same.dll"), library);
                break;
            case "a link to a folder outside":
                Directory.CreateSymbolicLink(Path.Combine(folder, "more"), Path.Combine("..", ".."));
                break;
            case "a file renamed":
                File.Move(library, Path.Combine(folder, "Words.dll"));
                break;
            default:
                throw new ArgumentException(change, nameof(change));
        }
    }

    private static void AssertRefused(TestProvider host, LockedPlugins plugins)
    {
        var status = host.Status(LockedPlugins.Id);
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.LockMismatch), (status.State, status.Code));
        Assert.DoesNotContain(plugins.Temp, status.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(LoadedFrom("greeters", "words"), place => place.StartsWith(plugins.Root, StringComparison.Ordinal) || place.StartsWith(plugins.Temp, StringComparison.Ordinal));
        Assert.Empty(plugins.Copies);
    }

    private static IReadOnlyList<string> LoadedFrom(params string[] names) =>
        [.. AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic && names.Contains(assembly.GetName().Name)).Select(static assembly => assembly.Location)];

    private static IEnumerable<Exception> Causes(Exception fault)
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }

    private sealed class Source(DiscoveredPlugin plugin) : IPluginSource
    {
        public IEnumerable<DiscoveredPlugin> Find() => [plugin];
    }

    private sealed class GivenGreeter : Fixtures.IGreeter
    {
        public string Greet(string name) => "given";
    }

    /// <summary>Does something when the host says that a plugin has been checked and is about to be loaded.</summary>
    private sealed class Meddler(Action meddle) : ILoggerProvider, ILogger
    {
        private const int PluginLoading = 70;

        public bool HasRun { get; private set; }

        public void Add(IServiceCollection services) => services.AddLogging(logging => logging.AddProvider(this));

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == PluginLoading)
            {
                HasRun = true;
                meddle();
            }
        }

        public void Dispose()
        {
        }
    }
}

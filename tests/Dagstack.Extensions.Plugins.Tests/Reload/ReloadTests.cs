using Dagstack.Extensions.Plugins.Files;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Reload;

public sealed class ReloadTests
{
    private const string Failing = "public ValueTask SetupAsync(PluginContext context, CancellationToken token) => throw new InvalidOperationException(\"no licence\");";

    private readonly CancellationToken _cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReloadAsync_ChangedAssembly_HeldProxyCallsTheNewOneAndTheOldIsUnloaded()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await StartAsync(plugins);
        var greeter = provider.Greeter("one");
        Assert.Equal("1", greeter.Greet("you"));

        plugins.Write("one", 2, "version = \"2.0.0\"\npriority = 7");
        var reload = await provider.Registry.ReloadAsync("greeter:one", _cancelled);

        Assert.Equal("2", greeter.Greet("you"));
        Assert.Equal((PluginReloadOutcome.Replaced, 2, PluginUnloadOutcome.Unloaded, null), (reload.Outcome, reload.Generation, reload.Unload, reload.Reason));
        Assert.Empty(reload.Hints);
        Assert.True(reload.Duration > TimeSpan.Zero && reload.RetireDuration > TimeSpan.Zero);
        var status = provider.Status("greeter:one");
        Assert.Equal((PluginState.Ready, "2.0.0", 7, 2, 0), (status.State, status.Version, status.Priority, status.Generation, status.LeakedGenerations));
        Assert.Same(reload, status.LastReload);
    }

    [Fact]
    public async Task ReloadAsync_SetupFails_TheOldOneGoesOnAndALaterOneRecovers()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await StartAsync(plugins);
        var greeter = provider.Greeter("one");

        plugins.Write("one", 2, members: Failing);
        var failed = await provider.Registry.ReloadAsync("greeter:one", _cancelled);
        Assert.Equal((PluginReloadOutcome.Failed, 1, PluginErrorCodes.PluginUnavailable), (failed.Outcome, failed.Generation, failed.Code));
        Assert.Contains("no licence", failed.Reason, StringComparison.Ordinal);
        Assert.Equal((PluginState.Ready, 1), (provider.Status("greeter:one").State, provider.Status("greeter:one").Generation));
        Assert.Same(failed, provider.Status("greeter:one").LastReload);
        Assert.Equal("1", greeter.Greet("you"));

        plugins.Write("one", 3);
        var recovered = await provider.Registry.ReloadAsync("greeter:one", _cancelled);
        Assert.Equal((PluginReloadOutcome.Replaced, 2, PluginUnloadOutcome.Unloaded), (recovered.Outcome, recovered.Generation, recovered.Unload));
        Assert.Equal("3", greeter.Greet("you"));
    }

    [Theory]
    [InlineData("[plugin", PluginErrorCodes.ManifestInvalid)]
    [InlineData("[plugin]\nname = \"one\"\nkind = \"greeter\"\nruntime = \"in_process\"\ncore_version = \">=9\"\nentry_point = \"greeters:Versioned\"", PluginErrorCodes.VersionIncompatible)]
    [InlineData("[plugin]\nname = \"one\"\nkind = \"greeter\"\nruntime = \"in_process\"\ncore_version = \">=0.1\"\nentry_point = \"gone:Versioned\"", PluginErrorCodes.PluginLoadError)]
    [InlineData("[plugin]\nname = \"one\"\nkind = \"greeter\"\nruntime = \"in_process\"\ncore_version = \">=0.1\"\nentry_point = \"greeters:Versioned\"\ndepends_on = [\"nobody\"]", PluginErrorCodes.MissingDependency)]
    public async Task ReloadAsync_BadManifest_TheOldOneGoesOn(string manifest, string code)
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await StartAsync(plugins);
        await File.WriteAllTextAsync(Path.Combine(plugins.FolderOf("one"), "dagstack.toml"), manifest, _cancelled);
        var reload = await provider.Registry.ReloadAsync("greeter:one", _cancelled);
        Assert.Equal((PluginReloadOutcome.Failed, code), (reload.Outcome, reload.Code));
        Assert.DoesNotContain(CopyFolder.Prefix, reload.Reason, StringComparison.Ordinal);
        Assert.Equal("1", provider.Greeter("one").Greet("you"));
        Assert.Equal(PluginState.Ready, provider.Status("greeter:one").State);
    }

    [Fact]
    public async Task ReloadAsync_CallInFlight_EndsOnTheOldInstance()
    {
        const string Waiting = """
            public async Task<string> GreetAsync(string name, CancellationToken cancellationToken)
            {
                while (!System.IO.File.Exists(name))
                {
                    await Task.Delay(5, cancellationToken);
                }

                return Greet(name);
            }
            """;
        using var plugins = new ReloadablePlugins().Write("one", 1, members: Waiting);
        await using var provider = await StartAsync(plugins);
        var greeter = provider.Greeter("one");
        var gate = Path.Combine(plugins.Root, "gate");
        var call = greeter.GreetAsync(gate, _cancelled);
        plugins.Write("one", 2);
        var reload = provider.Registry.ReloadAsync("greeter:one", _cancelled);
        await Wait.UntilAsync(() => greeter.Greet("you") == "2");
        Assert.False(call.IsCompleted);
        await File.WriteAllTextAsync(gate, string.Empty, _cancelled);
        Assert.Equal("1", await call);
        Assert.Equal(PluginUnloadOutcome.Unloaded, (await reload).Unload);
    }

    [Fact]
    public async Task ReloadAsync_StopFirst_CallsWaitForTheNewOne()
    {
        const string Exclusive = """
            public async ValueTask SetupAsync(PluginContext context, CancellationToken token)
            {
                var file = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(context.Folder!)!, "held");
                System.IO.File.Open(file, System.IO.FileMode.CreateNew).Dispose();
                await Task.Delay(50, token);
                _file = file;
            }

            private string? _file;

            public ValueTask<bool> TeardownAsync(CancellationToken token)
            {
                System.IO.File.Delete(_file!);
                return new(true);
            }
            """;
        using var plugins = new ReloadablePlugins().Write("one", 1, "reload = \"stop_first\"", Exclusive);
        await using var provider = await StartAsync(plugins);
        var greeter = provider.Greeter("one");
        plugins.Write("one", 2, "reload = \"stop_first\"", Exclusive);
        var reload = provider.Registry.ReloadAsync("greeter:one", _cancelled);
        await Wait.UntilAsync(() => provider.Status("greeter:one").State == PluginState.Reloading || reload.IsCompleted);
        Assert.Equal("2", greeter.Greet("you"));
        Assert.Equal("2", await greeter.GreetAsync("you", _cancelled));
        var done = await reload;
        Assert.Equal((PluginReloadOutcome.Replaced, PluginUnloadOutcome.Unloaded), (done.Outcome, done.Unload));
    }

    [Fact]
    public async Task ReloadAsync_StopFirstAndSetupFails_TheOldOneIsStartedAgain()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1, "reload = \"stop_first\"");
        await using var provider = await StartAsync(plugins);
        plugins.Write("one", 2, "reload = \"stop_first\"", Failing);
        var reload = await provider.Registry.ReloadAsync("greeter:one", _cancelled);
        Assert.Equal(PluginReloadOutcome.Failed, reload.Outcome);
        Assert.Contains("no licence", reload.Reason, StringComparison.Ordinal);
        Assert.Contains("started again", reload.Reason, StringComparison.Ordinal);
        Assert.Equal("1", provider.Greeter("one").Greet("you"));
        Assert.Equal(PluginState.Ready, provider.Status("greeter:one").State);
    }

    [Fact]
    public async Task ReloadAsync_PluginThatFailedToStart_Starts()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1, members: Failing);
        await using var provider = await StartAsync(plugins);
        Assert.Equal(PluginState.Unavailable, provider.Status("greeter:one").State);
        plugins.Write("one", 2);
        var reload = await provider.Registry.ReloadAsync("greeter:one", _cancelled);
        Assert.Equal((PluginReloadOutcome.Started, 1), (reload.Outcome, reload.Generation));
        Assert.Equal("2", provider.Greeter("one").Greet("you"));
    }

    [Fact]
    public async Task ReloadAsync_DependencyThatFailed_StartsThoseThatWaitedForIt()
    {
        using var plugins = new ReloadablePlugins().Write("base", 1, members: Failing).Write("above", 1, "depends_on = [\"base\"]");
        await using var provider = await StartAsync(plugins);
        Assert.Equal(PluginErrorCodes.MissingDependency, provider.Status("greeter:above").Code);
        plugins.Write("base", 2);
        await provider.Registry.ReloadAsync("greeter:base", _cancelled);
        Assert.Equal(PluginState.Ready, provider.Status("greeter:above").State);
    }

    [Fact]
    public async Task ReloadAsync_NotAllowed_SaysHowToAllowIt()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await TestProvider.StartAsync(o => o.Discover(plugins.Root));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => provider.Registry.ReloadAsync("greeter:one", _cancelled));
        Assert.Contains("o.AllowReload()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReloadAsync_FactoryGivenInCode_MakesAnotherOne()
    {
        var count = 0;
        await using var provider = await TestProvider.StartAsync(o => o.AllowReload().Add("greeter:made", _ => new CodePlugin { OnGreet = _ => Task.FromResult($"{Interlocked.Increment(ref count)}") }));
        var reload = await provider.Registry.ReloadAsync("greeter:made", _cancelled);
        Assert.Equal((PluginReloadOutcome.Replaced, 2, PluginUnloadOutcome.None), (reload.Outcome, reload.Generation, reload.Unload));
        Assert.Equal("1", await provider.Greeter("made").GreetAsync("you", _cancelled));
    }

    [Fact]
    public async Task ReloadAsync_ObjectGivenInCode_Refuses()
    {
        await using var provider = await TestProvider.StartAsync(o => o.AllowReload().Add("greeter:given", new CodePlugin()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => provider.Registry.ReloadAsync("greeter:given", _cancelled));
    }

    [Fact]
    public async Task ReloadAsync_AfterDispose_Throws()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        var provider = await StartAsync(plugins);
        var registry = provider.Registry;
        await provider.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => registry.ReloadAsync("greeter:one", _cancelled));
    }

    [Fact]
    public async Task ReloadAsync_CancelledDuringSetup_TheOldOneGoesOn()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        await using var provider = await StartAsync(plugins);
        plugins.Write("one", 2, members: "public async ValueTask SetupAsync(PluginContext context, CancellationToken token) => await Task.Delay(-1, token);");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(_cancelled);
        var reload = provider.Registry.ReloadAsync("greeter:one", cancel.Token);
        await Wait.UntilAsync(() => provider.Status("greeter:one").State == PluginState.Reloading);
        Assert.Equal("1", provider.Greeter("one").Greet("you"));
        await cancel.CancelAsync();
        await Task.WhenAny(reload);
        Assert.Equal(PluginState.Ready, provider.Status("greeter:one").State);
        Assert.Equal("1", provider.Greeter("one").Greet("you"));
    }

    [Fact]
    public async Task Dispose_DuringReload_EndsBoth()
    {
        using var plugins = new ReloadablePlugins().Write("one", 1);
        var provider = await StartAsync(plugins);
        plugins.Write("one", 2, members: "public async ValueTask SetupAsync(PluginContext context, CancellationToken token) => await Task.Delay(-1, token);");
        var registry = provider.Registry;
        var reload = registry.ReloadAsync("greeter:one", _cancelled);
        await Wait.UntilAsync(() => registry.Find("greeter:one")!.State == PluginState.Reloading);
        await provider.DisposeAsync().AsTask().WaitAsync(Limits.Patience, _cancelled);
        await Task.WhenAny(reload).WaitAsync(Limits.Patience, _cancelled);
        Assert.Equal(PluginState.Stopped, registry.Find("greeter:one")!.State);
    }

    private static Task<TestProvider> StartAsync(ReloadablePlugins plugins) =>
        TestProvider.StartAsync(o => o.AllowReload().Discover(plugins.Root));
}

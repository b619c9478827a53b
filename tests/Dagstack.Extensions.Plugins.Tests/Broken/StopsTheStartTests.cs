using System.Runtime.Loader;
using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Broken;

/// <summary>Each thing that stops the start of a host: what is said, whole, and that nothing has happened by then.</summary>
public sealed class StopsTheStartTests : IDisposable
{
    private readonly PluginFolders _folders = new();
    private readonly EventLog _events = new();

    /// <summary>A good plugin, whose name is its own among the tests that run beside this one.</summary>
    private readonly string _witness = $"witness-{Guid.NewGuid():N}";

    public StopsTheStartTests() => _folders.Add(_witness, "RecordingGreeter", "priority = 50");

    private string Context => $"plugin greeter:{_witness}";

    public void Dispose() => _folders.Dispose();

    [Fact]
    public async Task Start_TwoPluginsOfOneIdentity_StopsAndNamesBoth()
    {
        _folders.Add("twin", "PlainGreeter", folder: "a").Add("twin", "PlainGreeter", folder: "b");
        var error = await StartAsync<AmbiguousPluginException>();
        Assert.Equal($"2 plugins claim the identity 'greeter:twin': greeter:twin ({_folders.ManifestOf("a")}), greeter:twin ({_folders.ManifestOf("b")}). Remove one of them, switch it off in 'plugins:deny', or give it another name. To replace a plugin on purpose, use o.Add in AddDagstackPlugins.", error.Message);
        await AssertUnavailableAsync(error, "greeter:twin", "greeter:twin");
    }

    [Fact]
    public async Task Start_TwoFallbacksOfAKind_StopsAndNamesBoth()
    {
        _folders.Add("one", "PlainGreeter", "fallback = true").Add("two", "PlainGreeter", "fallback = true");
        var error = await StartAsync<AmbiguousPluginException>();
        Assert.Equal($"2 plugins claim the fallback of the kind 'greeter': greeter:one ({_folders.ManifestOf("one")}), greeter:two ({_folders.ManifestOf("two")}). Leave 'fallback = true' to one of them.", error.Message);
        await AssertUnavailableAsync(error, "greeter:one", "greeter:two");
    }

    [Fact]
    public async Task Start_TieOfAKindWithASingletonHook_StopsAndNamesThePriority()
    {
        _folders.Add("left", "StoreInAField", "priority = 7", kind: "store").Add("right", "StoreInAField", "priority = 7", kind: "store").Add("low", "StoreInAField", kind: "store");
        var error = await StartAsync<AmbiguousPluginException>();
        Assert.Equal($"2 plugins claim being the active plugin of the kind 'store', at priority 7: store:left ({_folders.ManifestOf("left")}), store:right ({_folders.ManifestOf("right")}). Give one of them a higher 'priority', choose one in 'dagstack:active:store' of the configuration or by the variable DAGSTACK_ACTIVE_STORE, or switch the others off in 'plugins:deny'.", error.Message);
        await AssertUnavailableAsync(error, "store:left", "store:right");
    }

    [Fact]
    public async Task Start_CycleOfDependencies_StopsAndShowsTheWholeCycle()
    {
        _folders.Add("a", "PlainGreeter", "depends_on = [\"b\"]").Add("b", "PlainGreeter", "depends_on = [\"c\"]").Add("c", "PlainGreeter", "depends_on = [\"a\"]");
        var error = await StartAsync<DependencyCycleException>();
        Assert.Equal("Plugins depend on each other in a circle: greeter:a -> greeter:b -> greeter:c -> greeter:a. Remove one of these from 'depends_on', or from the constructor, of the plugin before it.", error.Message);
        await AssertUnavailableAsync(error, "greeter:a", "greeter:b", "greeter:c");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_RootThatIsMissing_StopsAndNamesThePath(bool continueOnConflict)
    {
        var root = Path.Combine(_folders.Root, "nowhere");
        var error = await StartAsync<PluginRegistryException>(continueOnConflict, root);
        Assert.Equal($"the plugin root '{root}' does not exist. Tried: {root}. Name a plugin's project in the host's, <PluginReference Include=\"../MyPlugin/MyPlugin.csproj\" />, and the build makes plugins/; or create the folder, correct the path, or mark the root as optional.", error.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_RootThatIsAFile_StopsAndSaysSo(bool continueOnConflict)
    {
        var root = _folders.ManifestOf(_witness);
        var error = await StartAsync<PluginRegistryException>(continueOnConflict, root);
        Assert.Equal($"the plugin root '{root}' does not exist. Tried: {root}. '{root}' is a file; give its folder.", error.Message);
    }

    [Fact]
    public async Task Start_SeveralAtOnce_StopsWithAllOfThemInOneMessage()
    {
        _folders.Add("twin", "PlainGreeter", folder: "a").Add("twin", "PlainGreeter", folder: "b").Add("itself", "PlainGreeter", "depends_on = [\"itself\"]");
        var error = await StartAsync<PluginStartException>(continueOnConflict: false, Path.Combine(_folders.Root, "nowhere"));
        Assert.Equal(["PluginRegistryError", "AmbiguousPlugin", "DependencyCycle"], error.Errors.Select(static each => each.Code));
        Assert.Equal(
            $"The plugins cannot start, for 3 reasons:{string.Concat(error.Errors.Select(static each => $"{Environment.NewLine}  [{each.Code}] {each.Message}"))}",
            error.Message);
    }

    private IHost Build(bool continueOnConflict, params string[] roots)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IEventSink>(_events);
        builder.Services.AddHostedService(_ => new Service(_events));
        builder.Services.AddDagstackPlugins(o =>
        {
            o.ContinueOnConflict = continueOnConflict;
            foreach (var root in roots.Prepend(_folders.Root))
            {
                o.Discover(root);
            }
        });
        return builder.Build();
    }

    /// <summary>Starts a host that does not start, and checks that nothing has happened.</summary>
    private async Task<TError> StartAsync<TError>(bool continueOnConflict = false, params string[] roots)
        where TError : PluginRegistryException
    {
        using var host = Build(continueOnConflict, roots);
        var error = await Assert.ThrowsAsync<TError>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Empty(_events.Events);
        Assert.DoesNotContain(AssemblyLoadContext.All, context => context.Name == Context);
        Assert.Equal(PluginState.Discovered, host.Services.GetRequiredService<IPluginRegistry>().Find(new("greeter", _witness))!.State);
        return error;
    }

    /// <summary>Checks that a host which is to go on lists the plugins concerned, with the same message, and starts the others.</summary>
    private async Task AssertUnavailableAsync(PluginRegistryException error, params string[] concerned)
    {
        using var host = Build(continueOnConflict: true);
        await host.StartAsync(TestContext.Current.CancellationToken);
        var unavailable = host.Services.GetRequiredService<IPluginRegistry>().Plugins.Where(static plugin => plugin.State == PluginState.Unavailable).ToList();
        Assert.Equal(concerned, unavailable.Select(static plugin => plugin.Id.ToString()));
        Assert.All(unavailable, plugin => Assert.Equal((error.Code, error.Message), (plugin.Code, plugin.Reason)));
        Assert.Contains(AssemblyLoadContext.All, context => context.Name == Context);
        Assert.Equal([$"setup {_witness}", "service"], _events.Events);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Service(EventLog events) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            events.Add("service");
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

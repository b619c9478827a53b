using Dagstack.Extensions.Plugins.Tests.Registration;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Discovery;

/// <summary>Plugins in other processes by the variable <c>DAGSTACK_REMOTE_PLUGINS</c>.</summary>
[Collection(EnvironmentCollection.Name)]
public sealed class RemoteVariableTests : IDisposable
{
    private const string Variable = "DAGSTACK_REMOTE_PLUGINS";

    private readonly RemoteHost _host = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Array_OfManifests_ArePluginsWhosePathsCountAgainstTheContentRoot()
    {
        await using var provider = await StartAsync($" [{RemoteHost.Json("one")},\n{RemoteHost.Json("two", isWrapped: false)}] ");
        Assert.Equal(
            [("greeter:one", PluginState.Ready, $"{Variable}[0]"), ("greeter:two", PluginState.Ready, $"{Variable}[1]")],
            provider.Registry.Plugins.Select(static plugin => (plugin.Id.ToString()!, plugin.State, plugin.Path!)));
        Assert.All(_host.Runtime.Folders, folder => Assert.Equal(_host.Path, folder));
        Assert.Null(await provider.Registry.HashContentAsync(new("greeter", "one"), Token));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("  ")]
    [InlineData("")]
    public async Task Value_HasNothing_IsNoPlugin(string value)
    {
        await using var provider = await StartAsync(value);
        Assert.Empty(provider.Registry.Plugins);
    }

    [Theory]
    [InlineData("[{0}, {1}] x", "something follows the end of the JSON array.")]
    [InlineData("[{0}, {1}", "the JSON array has no end.")]
    [InlineData("[{0}, 7, {1}]", "[1]")]
    [InlineData("[{0}, {{}}, {1},]", "[3]")]
    [InlineData("[{0}, {1}, {{\"plugin\": {{\"kind\": \"greeter\", \"name\": \"three\", \"x\": }}}}]", "[2](1,55)")]
    public async Task Array_IsBroken_CostsNoneOfTheOthers(string array, string problem)
    {
        await using var provider = await StartAsync(string.Format(null, array, RemoteHost.Json("one"), RemoteHost.Json("two")));
        Assert.Equal((PluginState.Ready, PluginState.Ready), (provider.Status("greeter:one").State, provider.Status("greeter:two").State));
        Assert.Contains(provider.Registry.Plugins, plugin => plugin.State == PluginState.Unavailable && $"{plugin.Path} {plugin.Reason}".Contains(problem, StringComparison.Ordinal));
        Assert.Equal(array.Contains("three", StringComparison.Ordinal), provider.Registry.Find(new("greeter", "three")) is not null);
    }

    [Fact]
    public async Task Object_WithoutAnArray_SaysWhatToWrite()
    {
        await using var provider = await StartAsync(RemoteHost.Json("one"));
        Assert.Contains("Put brackets around it: [{…}].", Assert.Single(provider.Registry.Plugins).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paths_SeparatedAsInPath_AreRead()
    {
        _host.Write("a/x.toml", RemoteHost.Toml("one")).Write("b/y.json", RemoteHost.Json("two"));
        await using var provider = await StartAsync($"a/x.toml{Path.PathSeparator} {_host.Combine("b/y.json")} {Path.PathSeparator}{Path.PathSeparator}none.toml");
        Assert.Equal((PluginState.Ready, PluginState.Ready), (provider.Status("greeter:one").State, provider.Status("greeter:two").State));
        Assert.Equal([_host.Combine("a"), _host.Combine("b")], _host.Runtime.Folders.Order());
        Assert.Contains($"the variable {Variable} names it, and there is no such file.", provider.Registry.Plugins.Single(static plugin => plugin.Id is null).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_OfOneOfAnArray_ReadsTheVariableAgain()
    {
        await using var provider = await StartAsync($"[{RemoteHost.Json("one")}]");
        using var _ = new Value($"[{RemoteHost.Json("one").Replace("\"core_version\"", "\"version\": \"7\", \"core_version\"", StringComparison.Ordinal)}]");
        Assert.Equal(PluginReloadOutcome.Replaced, (await provider.Registry.ReloadAsync("greeter:one", Token)).Outcome);
        Assert.Equal("7", provider.Status("greeter:one").Version);
    }

    public void Dispose() => _host.Dispose();

    private async Task<TestProvider> StartAsync(string value)
    {
        using var _ = new Value(value);
        return await _host.StartAsync(static _ => { });
    }

    /// <summary>The variable with a value, as long as it is needed.</summary>
    private readonly struct Value : IDisposable
    {
        public Value(string value) => Environment.SetEnvironmentVariable(Variable, value);

        public void Dispose() => Environment.SetEnvironmentVariable(Variable, null);
    }
}

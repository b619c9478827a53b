using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Discovery;
using Fixtures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Registration;

/// <summary>Which plugin the key of a kind stands for, where somebody has chosen one.</summary>
public sealed class ActivePluginTests
{
    [Theory]
    [InlineData("dagstack:active:greeter", "low")]
    [InlineData("Dagstack:Active:Greeter", "low")]
    [InlineData("dagstack:active:greeter", "greeter:low")]
    [InlineData("DAGSTACK_ACTIVE_GREETER", " low ")]
    public async Task KindKey_ChosenInConfiguration_IsThatPlugin(string key, string value)
    {
        using var folders = new PluginFolders().Add("low", "PlainGreeter").Add("high", "PlainGreeter", "priority = 5");
        var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(logs)), (key, value));
        TestProvider.AssertLeadsTo(provider.Greeter("low"), provider.Services.GetRequiredKeyedService<IGreeter>("greeter"));
        Assert.Contains(logs.Lines, static line => line.StartsWith("Debug Dagstack.Extensions.Plugins[15] The active plugin of the kind greeter is greeter:low, by ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task KindKey_EmptyValue_LeavesItToPriority()
    {
        using var folders = new PluginFolders().Add("low", "PlainGreeter").Add("high", "PlainGreeter", "priority = 5");
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), null, ("dagstack:active:greeter", " "));
        TestProvider.AssertLeadsTo(provider.Greeter("high"), provider.Services.GetRequiredKeyedService<IGreeter>("greeter"));
    }

    [Fact]
    public async Task Setup_TieOfASingletonHook_IsResolvedByAChoice()
    {
        using var folders = new PluginFolders().Add("left", "StoreInAField", kind: "store").Add("right", "StoreInAField", kind: "store");
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), null, ("dagstack:active:store", "right"));
        TestProvider.AssertLeadsTo(provider.Services.GetRequiredKeyedService<IStore>("store:right"), provider.Services.GetRequiredKeyedService<IStore>("store"));
    }

    [Fact]
    public async Task Setup_ChoiceThatDoesNotExist_StopsTheStartWithNearNames()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter").Add("other", "PlainGreeter");
        await using var provider = TestProvider.Build(o => o.Discover(folders.Root).ContinueOnConflict = true, null, ("dagstack:active:greeter", "plian"));
        var error = await Assert.ThrowsAsync<PluginNotFoundException>(() => provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("greeter:plian", "greeter:plain", "dagstack:active:greeter"), (error.Plugin, error.Nearest, error.AskedBy));
        Assert.Contains("Did you mean 'plain'? Plugins of that kind: other, plain.", error.Message, StringComparison.Ordinal);

        // No other plugin steps in for it.
        Assert.Throws<PluginNotFoundException>(() => provider.Services.GetRequiredKeyedService<IGreeter>("greeter").Greet("x"));
    }

    [Fact]
    public async Task KindKey_ChosenPluginIsUnavailable_FailsWithItsReason()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter").Write("broken/dagstack.toml", "[plugin]\nname = \"broken\"\nkind = \"greeter\"\n");
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), null, ("dagstack:active:greeter", "broken"));
        var error = Assert.Throws<PluginUnavailableException>(() => provider.Services.GetRequiredKeyedService<IGreeter>("greeter").Greet("x"));
        Assert.Equal(("greeter:broken", "ManifestInvalid"), (error.Plugin.ToString(), error.RootCauseCode));
    }

    [Fact]
    public async Task Setup_ChoiceForAKindThatIsNotKnown_IsAWarning()
    {
        var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(static o => o.Add("greeter:a", new CodePlugin()), services => services.AddLogging(logging => logging.AddProvider(logs)), ("dagstack:active:greter", "a"));
        Assert.Contains(logs.Lines, static line => line.Contains("dagstack:active:greter", StringComparison.Ordinal) && line.Contains("Did you mean 'greeter'?", StringComparison.Ordinal));
    }

    [Fact]
    public void ActivePlugins_AllThreeSources_ConfigurationThenEnvironmentThenSettings()
    {
        Dictionary<string, string?> values = new() { ["dagstack:active:my-kind"] = "settings" };
        Assert.Equal(("settings", "dagstack:active:my-kind"), Choose(values, null));
        Assert.Equal(("environment", "the environment variable DAGSTACK_ACTIVE_MY_KIND"), Choose(values, "environment"));
        values["DAGSTACK_ACTIVE_MY_KIND"] = "configuration";
        Assert.Equal(("configuration", "the configuration key DAGSTACK_ACTIVE_MY_KIND"), Choose(values, "environment"));

        static (string?, string?) Choose(Dictionary<string, string?> values, string? variable)
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
            var active = new ActivePlugins(["my-kind"], configuration, new HostSettings(configuration.GetSection("dagstack")), name => name == "DAGSTACK_ACTIVE_MY_KIND" ? variable : null);
            return (active.Find("my-kind")?.Name, active.Find("my-kind")?.Source);
        }
    }
}

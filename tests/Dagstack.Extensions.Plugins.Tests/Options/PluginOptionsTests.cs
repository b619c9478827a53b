using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Options;

public sealed class PluginOptionsTests
{
    [Fact]
    public async Task Options_Section_IsBoundInAnySpelling()
    {
        using var folders = new PluginFolders().Add("polite", "OptionsGreeter");
        await using var provider = await TestProvider.StartAsync(
            o => o.Discover(folders.Root),
            null,
            ("Greeter:polite:greeting", "Good day"),
            ("greeter:polite:repeat_count", "3"),
            ("greeter:polite:Mood", "very_glad"),
            ("greeter:polite:guests:0:name", "Ann"),
            ("greeter:polite:guests:0:Age", "40"),
            ("greeter:polite:guests:1:Name", "Bob"));
        foreach (var view in new[] { "options", "monitor", "snapshot" })
        {
            Assert.Equal("Good day x3 VeryGlad Ann/40,Bob/0", provider.Greeter("polite").Greet(view));
        }
    }

    [Theory]
    [InlineData(false, "Good day, x")]
    [InlineData(true, "Host, x")]
    public async Task Options_OfATypeThatComesWithTheContract_AreThePluginsUnlessTheHostConfiguresThem(bool isOfHost, string greeting)
    {
        using var folders = new PluginFolders().Add("shared", "SharedOptionsGreeter");
        await using var provider = await TestProvider.StartAsync(
            o => o.Discover(folders.Root),
            services =>
            {
                if (isOfHost)
                {
                    services.Configure<Fixtures.SharedGreetingOptions>(static options => options.Greeting = "Host");
                }
            },
            ("Greeter:shared:greeting", "Good day"));
        Assert.Equal(greeting, provider.Greeter("shared").Greet("x"));
    }

    [Fact]
    public async Task Options_NoSection_HaveTheirDefaults()
    {
        using var folders = new PluginFolders().Add("polite", "OptionsGreeter");
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal("Hello x1 Plain", provider.Greeter("polite").Greet("options"));
    }

    [Fact]
    public async Task Options_InvalidSection_PluginIsUnavailableAndEveryKeyIsNamed()
    {
        using var folders = new PluginFolders().Add("polite", "OptionsGreeter").Add("plain", "PlainGreeter");
        await using var provider = await TestProvider.StartAsync(
            o => o.Discover(folders.Root),
            null,
            ("greeter:polite:repeat_count", "many"),
            ("greeter:polite:mood", "sad"),
            ("greeter:polite:guests:0:age", "151"));
        var status = provider.Status("greeter:polite");
        Assert.Equal((PluginState.Unavailable, "PluginLoadError"), (status.State, status.Code));
        foreach (var part in new[] { "greeter:polite:repeat_count", "many", "greeter:polite:mood", "sad", "greeter:polite:guests:0" })
        {
            Assert.Contains(part, status.Reason, StringComparison.Ordinal);
        }

        Assert.Equal("Hello, x!", provider.Greeter("plain").Greet("x"));
    }

    [Fact]
    public async Task Options_UnknownKey_IsAWarningWithTheNearestName()
    {
        using var folders = new PluginFolders().Add("polite", "OptionsGreeter");
        var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), services => services.AddLogging(logging => logging.AddProvider(logs)), ("greeter:polite:greting", "Hi"));
        Assert.Equal("Hello x1 Plain", provider.Greeter("polite").Greet("options"));
        var line = Assert.Single(logs.Lines, static line => line.Contains("[12]", StringComparison.Ordinal));
        Assert.Contains("greeter:polite:greting", line, StringComparison.Ordinal);
        Assert.Contains("greeting", line, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Options_ConfigurationRootAndEnvironmentSpelling_AreFound()
    {
        using var folders = new PluginFolders().Add("very-polite", "OptionsGreeter");
        await using var provider = await TestProvider.StartAsync(
            o =>
            {
                o.ConfigurationRoot = "my:plugins";
                o.Discover(folders.Root);
            },
            null,
            ("MY:PLUGINS:GREETER:VERY_POLITE:REPEAT_COUNT", "4"));
        Assert.Equal("Hello x4 Plain", provider.Greeter("very-polite").Greet("options"));
    }

    [Fact]
    public async Task Monitor_Change_IsSeenAndAnInvalidOneIsRefusedOnce()
    {
        using var folders = new PluginFolders().Add("polite", "OptionsGreeter");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["greeter:polite:greeting"] = "one" }).Build();
        var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), services =>
        {
            services.AddSingleton<IConfiguration>(configuration);
            services.AddLogging(logging => logging.AddProvider(logs));
        });
        var greeter = provider.Greeter("polite");

        configuration["greeter:polite:greeting"] = "two";
        configuration.Reload();
        Assert.Equal(["one x1 Plain", "two x1 Plain", "one x1 Plain"], new[] { "options", "monitor", "snapshot" }.Select(greeter.Greet));

        configuration["greeter:polite:repeat_count"] = "11";
        configuration.Reload();
        configuration.Reload();
        Assert.Equal("two x1 Plain", greeter.Greet("monitor"));
        var refused = Assert.Single(logs.Lines, static line => line.Contains("[13]", StringComparison.Ordinal));
        Assert.Contains("greeter:polite:repeat_count", refused, StringComparison.Ordinal);

        configuration["greeter:polite:repeat_count"] = "10";
        configuration.Reload();
        Assert.Equal("two x10 Plain", greeter.Greet("monitor"));
    }

    [Fact]
    public async Task Monitor_Listeners_AreToldOncePerAcceptedChangeAndNotAfterTheEnd()
    {
        using var folders = new PluginFolders().Add("listener", "ListeningGreeter");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["greeter:listener:greeting"] = "one" }).Build();
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), services => services.AddSingleton<IConfiguration>(configuration));

        // Its own PostConfigure applies after the section, and its own services take the same options.
        Assert.Equal("ONE", provider.Greeter("listener").Greet("x"));
        foreach (var value in new[] { "two", "two", "not this!", "three" })
        {
            configuration["greeter:listener:greeting"] = value;
            configuration["other"] = value + "?";
            configuration.Reload();
        }

        await provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken);
        configuration["greeter:listener:greeting"] = "four";
        configuration.Reload();
        Assert.Equal(["changed to TWO", "changed to THREE"], provider.Events.Events);
    }

    [Fact]
    public async Task Monitor_NamedOptionsOfThePluginsOwn_AreNotThoseOfTheSection()
    {
        using var folders = new PluginFolders().Add("listener", "ListeningGreeter");
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), null, ("greeter:listener:greeting", "hi"));
        Assert.Equal(["Dear", "HI"], new[] { "formal", "x" }.Select(provider.Greeter("listener").Greet));
    }

    [Fact]
    public async Task Options_RefusedByThePluginsOwnValidation_PluginIsUnavailable()
    {
        using var folders = new PluginFolders().Add("listener", "ListeningGreeter");
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), null, ("greeter:listener:greeting", "hi!"));
        Assert.Contains("greeter:listener: Greeting must not shout.", provider.Status("greeter:listener").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DescribeConfiguration_Values_HavePathAndProviderAndSecretsAreMasked()
    {
        using var folders = new PluginFolders().Add("polite", "OptionsGreeter");
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), null, ("greeter:polite:api_key", "hush"), ("greeter:polite:Greeting", "Hi"));
        var entries = provider.Registry.DescribeConfiguration(new("greeter", "polite"));
        Assert.Equal(["greeter:polite:api_key=[MASKED]", "greeter:polite:Greeting=Hi"], entries.Select(static entry => $"{entry.Path}={entry.Value}").Order(StringComparer.OrdinalIgnoreCase));
        Assert.All(entries, static entry => Assert.Contains("MemoryConfigurationProvider", entry.Provider, StringComparison.Ordinal));
        Assert.Empty(provider.Registry.DescribeConfiguration(new("greeter", "nobody")));
    }
}

using System.Text.Json;
using Dagstack.Extensions.Plugins.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Probing;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Languages;

/// <summary>What a plugin is configured by, the same for one in the host's process and for those in Python and Node.</summary>
public sealed class ProbeOptionsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(ProbeHostTests.Languages), MemberType = typeof(ProbeHostTests))]
    public async Task Section_OfThePlugin_ReachesItAndNoOther(string language)
    {
        using var root = new TempFolder();
        root.AddProbe(language, "one");
        root.AddProbe(language, "two");
        var configuration = new ConfigurationManager { ["probe:one:color"] = "red", ["probe:two:color"] = "green", ["secret"] = "no plugin's" };
        await using var services = await ProbeServices.StartAsync(root, configuration, static options => options.AllowReload());

        var (one, two) = (Seen(services, "one"), Seen(services, "two"));

        Assert.Equal(("red", "green"), (one.GetProperty("color").GetString(), two.GetProperty("color").GetString()));
        Assert.DoesNotContain("no plugin's", one.GetRawText(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(ProbeHostTests.Languages), MemberType = typeof(ProbeHostTests))]
    public async Task Section_Changes_TheNextInstanceHasIt(string language)
    {
        using var root = new TempFolder();
        root.AddProbe(language, "one");
        var configuration = new ConfigurationManager { ["probe:one:color"] = "red" };
        await using var services = await ProbeServices.StartAsync(root, configuration, static options => options.AllowReload());
        Assert.Equal("red", Seen(services, "one").GetProperty("color").GetString());

        configuration["probe:one:color"] = "blue";
        ((IConfigurationRoot)configuration).Reload();
        var reload = await services.GetRequiredService<IPluginRegistry>().ReloadAsync(new("probe", "one"), Token);

        Assert.Equal(PluginReloadOutcome.Replaced, reload.Outcome);
        Assert.Equal("blue", Seen(services, "one").GetProperty("color").GetString());
    }

    [Theory, MemberData(nameof(Language.Servers), MemberType = typeof(Language))]
    public async Task Section_OfLists_IsListsAndKeepsOtherNumbersAsKeys(string language)
    {
        using var root = new TempFolder();
        root.AddProbe(language, "one");
        var configuration = new ConfigurationManager
        {
            ["probe:one:colors:0"] = "red",
            ["probe:one:colors:1"] = "blue",
            ["probe:one:limits:3"] = "a",
            ["probe:one:limits:7"] = "b",
            ["probe:one:second:1"] = "only",
            ["probe:one:padded:00"] = "x",
            ["probe:one:nothing"] = null,
        };
        await using var services = await ProbeServices.StartAsync(root, configuration);

        Assert.Equal("""{"colors":["red","blue"],"limits":{"3":"a","7":"b"},"nothing":null,"padded":{"00":"x"},"second":{"1":"only"}}""", Sorted(Seen(services, "one")));
    }

    private static string Sorted(JsonElement json) => JsonSerializer.Serialize(new SortedDictionary<string, JsonElement>(json.Deserialize<Dictionary<string, JsonElement>>()!, StringComparer.Ordinal));

    private static JsonElement Seen(IServiceProvider services, string name) => services.GetRequiredKeyedService<IProbe>($"probe:{name}").SeenBySetup().Config;
}

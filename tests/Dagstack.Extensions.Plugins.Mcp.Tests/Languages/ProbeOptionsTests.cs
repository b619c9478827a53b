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

    private static JsonElement Seen(IServiceProvider services, string name) => services.GetRequiredKeyedService<IProbe>($"probe:{name}").SeenBySetup().Config;
}

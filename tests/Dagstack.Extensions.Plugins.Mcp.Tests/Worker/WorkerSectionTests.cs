using Microsoft.Extensions.Configuration;
using Odd;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>The section of a class in .NET in a process of its own: it is, key by key, what the host's configuration has.</summary>
public sealed class WorkerSectionTests
{
    private static readonly (string Key, string? Value)[] s_settings =
    [
        ("odd:odd", "a value of its own"),
        ("odd:odd:colors:0", "red"),
        ("odd:odd:colors:1", "blue"),
        ("odd:odd:limits:3", "a"),
        ("odd:odd:limits:7", "b"),
        ("odd:odd:second:1", "only"),
        ("odd:odd:padded:00", "x"),
        ("odd:odd:padded:01", "y"),
        ("odd:odd:nested:5:list:0", "deep"),
        ("odd:odd:nested:5:list:1:Name", "deeper"),
        ("odd:odd:empty", ""),
        ("odd:odd:nothing", null),
        ("odd:odd:items:0", null),
        ("odd:odd:items:1", ""),
        ("odd:odd:both", "itself"),
        ("odd:odd:both:below", "under it"),
    ];

    [Fact]
    public async Task Section_OfAnyShape_HasTheKeysAndValuesOfTheHost()
    {
        await using var host = await OddHost.StartAsync("ShowsItsSection", settings: s_settings);

        Assert.Contains("limits:7='b'", OfHost(host), StringComparison.Ordinal);
        Assert.Equal(OfHost(host), await host.DoAsync("show"));
    }

    [Theory]
    [InlineData("odd:odd:limits:9", "c")]
    [InlineData("odd:odd:both", "another")]
    [InlineData("odd:odd:nothing", "")]
    [InlineData("odd:odd", "another of its own")]
    public async Task Section_Changes_HasTheKeysAndValuesOfTheHost(string key, string value)
    {
        await using var host = await OddHost.StartAsync("ShowsItsSection", settings: s_settings);
        var before = OfHost(host);

        host.Configuration[key] = value;
        ((IConfigurationRoot)host.Configuration).Reload();

        Assert.NotEqual(before, OfHost(host));
        await Wait.UntilAsync(() => host.Odd.DoAsync("show").GetAwaiter().GetResult() == OfHost(host), "the section of the host");
    }

    [Fact]
    public async Task Section_ThatIsNotThere_IsNotThere()
    {
        await using var host = await OddHost.StartAsync("ShowsItsSection");

        Assert.Equal("=null", await host.DoAsync("show"));
    }

    private static string OfHost(OddHost host) => OddSection.Show(host.Configuration.GetSection("odd:odd"));
}

using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Serving;

public sealed partial class LongNameTests
{
    private const string Ada = "X-User: ada";

    private static readonly string s_first = new string('n', 250) + "1";
    private static readonly string s_second = new string('n', 250) + "2";

    [Fact]
    public async Task Report_NeighboursWhoseNamesBeginAlike_AreDrawnEach()
    {
        await using var host = await StartAsync();

        using var answer = await host.SendAsync(HttpMethod.Get, $"/plugins/chunker/{s_second}", Ada, "Accept: text/html");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(2, Regex.Count(text, "<rect x=\"[0-9]+\" y=\"[0-9]+\" width=\"190\""));
        Assert.Single(Regex.Matches(text, "<g class=\"here\">"));
        Assert.True(text.Length < 100_000);
    }

    [Fact]
    public async Task Page_ANameThatIsShownCut_ItsLinksAndFormsAreOfTheWhole()
    {
        await using var host = await StartAsync();
        var report = $"/plugins/chunker/{s_second}";

        var addresses = await AddressesOfAsync(host, report);
        addresses.AddRange(await AddressesOfAsync(host, "/plugins/-/start"));
        using var done = await host.SendAsync(HttpMethod.Post, addresses.Single(address => address == report + "/teardown"), Ada);

        Assert.Contains(report + "/reload", addresses);
        Assert.All(addresses.Where(static address => address.StartsWith("/plugins/chunker/", StringComparison.Ordinal)),
            static address => Assert.True(address.Contains(s_first, StringComparison.Ordinal) || address.Contains(s_second, StringComparison.Ordinal), address));
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
    }

    [Fact]
    public async Task Report_APluginThatWaited_LinksToTheOneThatItWaitedFor()
    {
        await using var host = await StartAsync();

        using var answer = await host.SendAsync(HttpMethod.Get, $"/plugins/chunker/{s_second}", Ada);
        using var report = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        var wait = report.RootElement.GetProperty("start").GetProperty("waitedFor")[0];
        Assert.Equal($"/plugins/chunker/{s_first}", wait.GetProperty("href").GetString());
    }

    private static Task<WebHost> StartAsync()
    {
        var slow = new Mood { Setup = Task.Delay(TimeSpan.FromMilliseconds(100)) };
        return WebHost.StartAsync(
            o => o.Add(new PluginManifest { Id = new("chunker", s_first) }, _ => new MoodyChunker(slow))
                .Add(new PluginManifest { Id = new("chunker", s_second), DependsOn = [new(s_first, "chunker")] }, static _ => new MoodyChunker(new()))
                .AllowReload(),
            static app => app.MapDagstackPlugins(configure: static o => o.AllowActions = true).RequireAuthorization(),
            configure: static builder => HeaderAuthentication.Add(builder.Services));
    }

    private static async Task<List<string>> AddressesOfAsync(WebHost host, string path)
    {
        using var answer = await host.SendAsync(HttpMethod.Get, path, Ada, "Accept: text/html");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return [.. Addresses().Matches(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Select(static match => match.Groups[1].Value)];
    }

    [GeneratedRegex("(?:href|action)=\"([^\"]+)\"")]
    private static partial Regex Addresses();
}

using System.Text.Json;
using Chunking;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Serving;

public sealed class ReportTests
{
    private const string Secret = "hunter2-and-more";

    [Fact]
    public async Task Report_APluginThatFailed_HasItsHistory()
    {
        await using var host = await WebHost.StartAsync(static o => o.Add("chunker:moody", static _ => new MoodyChunker(new() { Fault = "no such model" })), static app => app.MapDagstackPlugins());

        var report = await host.GetJsonAsync("/plugins/chunker/moody");

        Assert.Equal("unavailable", report.GetProperty("plugin").GetProperty("state").GetString());
        var history = report.GetProperty("history").EnumerateArray().ToList();
        Assert.Equal("unavailable", history[^1].GetProperty("to").GetString());
        Assert.Contains("no such model", history[^1].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("failed", report.GetProperty("start").GetProperty("outcome").GetString());
        Assert.Equal(0, report.GetProperty("calls").GetProperty("calls").GetInt64());
    }

    [Fact]
    public async Task Report_APluginThatWasCalled_HasItsCalls()
    {
        await using var host = await WebHost.StartAsync(static o => o.Discover("plugins/"), static app => app.MapDagstackPlugins());
        var chunker = host.Application.Services.GetRequiredKeyedService<IChunker>("chunker:fixed");
        chunker.Chunk("text", 2);
        chunker.Chunk("text", 1);

        var calls = (await host.GetJsonAsync("/plugins/chunker/fixed")).GetProperty("calls");

        Assert.Equal((2, 0), (calls.GetProperty("calls").GetInt64(), calls.GetProperty("failures").GetInt64()));
        Assert.True(calls.GetProperty("maxSeconds").GetDouble() > 0);
    }

    [Fact]
    public async Task Report_WithHash_HasThatOfTheFiles()
    {
        await using var host = await WebHost.StartAsync(static o => o.Discover("plugins/"), static app => app.MapDagstackPlugins());

        var without = await host.GetJsonAsync("/plugins/chunker/fixed");
        var with = await host.GetJsonAsync("/plugins/chunker/fixed?hash=true");

        Assert.Equal(JsonValueKind.Null, without.GetProperty("sha256").ValueKind);
        Assert.Equal(await host.Application.Services.GetRegistry().HashContentAsync("chunker:fixed", TestContext.Current.CancellationToken), with.GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task Report_ADependency_IsLinkedBothWays()
    {
        await using var host = await WebHost.StartAsync(
            static o => o.Discover("plugins/").Add(new PluginManifest { Id = new("chunker", "moody"), DependsOn = [new("fixed", "chunker")] }, static _ => new MoodyChunker(new())),
            static app => app.MapDagstackPlugins());

        var needs = (await host.GetJsonAsync("/plugins/chunker/moody")).GetProperty("dependsOn")[0];
        var needed = (await host.GetJsonAsync("/plugins/chunker/fixed")).GetProperty("dependents")[0];

        Assert.Equal(("chunker:fixed", "/plugins/chunker/fixed", "ready"), (needs.GetProperty("id").GetString(), needs.GetProperty("href").GetString(), needs.GetProperty("state").GetString()));
        Assert.Equal("chunker:moody", needed.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Responses_SecretsOfTheHost_AreInNone()
    {
        var manifest = new PluginManifest
        {
            Id = new("chunker", "moody"),
            Metadata = new Dictionary<string, object?> { ["api_key"] = Secret, ["nested"] = new Dictionary<string, object?> { ["tokens"] = new List<object?> { Secret }, ["password"] = Secret }, ["feed"] = $"https://ada:{Secret}@example.org/feed?key={Secret}" },
            Extensions = new Dictionary<string, object?> { ["x-auth-token"] = Secret },
            ConfigSchema = new Dictionary<string, object?> { ["properties"] = new Dictionary<string, object?> { ["api_key"] = new Dictionary<string, object?> { ["type"] = "string", ["default"] = Secret } } },
            McpStdio = new() { Command = ["run", "--api-key", Secret, $"--token={Secret}", $"https://ada:{Secret}@example.org/"], Environment = new Dictionary<string, string> { ["API_KEY"] = Secret, ["MODE"] = $"a${{X:-{Secret}}}", ["REFERENCE"] = "${config:api_key}" } },
            McpHttp = new() { UrlText = $"https://ada:{Secret}@example.org/mcp?sig={Secret}", Headers = new Dictionary<string, string> { ["X-Key"] = Secret } },
        };
        await using var host = await WebHost.StartAsync(
            o => o.Discover("plugins/").Add(manifest, static _ => new MoodyChunker(new())),
            static app => app.MapDagstackPlugins(),
            configure: static builder => builder.Configuration.AddInMemoryCollection([new("chunker:fixed:api_key", Secret), new("chunker:fixed:nested:client_secret", Secret), new("chunker:moody:ApiKey", Secret), new("chunker:moody:size", "12")]));

        string[] paths = ["/plugins", "/plugins/chunker/fixed", "/plugins/chunker/moody", "/plugins/chunker/moody?hash=true", "/plugins/chunker/missing", "/plugins/nothing/here/at/all"];
        var texts = await Task.WhenAll(paths.Select(async path =>
        {
            using var answer = await host.SendAsync(HttpMethod.Get, path);
            return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }));

        Assert.All(texts, static text => Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal));
        var report = await host.GetJsonAsync("/plugins/chunker/moody");
        var manifestShown = report.GetProperty("manifest");
        Assert.Equal("${config:api_key}", manifestShown.GetProperty("mcp_stdio").GetProperty("env").GetProperty("REFERENCE").GetString());
        Assert.Equal("string", manifestShown.GetProperty("config_schema").GetProperty("properties").GetProperty("api_key").GetProperty("type").GetString());
        Assert.Equal(["[MASKED]", "12"], report.GetProperty("options").EnumerateArray().Select(static option => option.GetProperty("value").GetString()!));
        Assert.Equal([true, false], report.GetProperty("options").EnumerateArray().Select(static option => option.GetProperty("masked").GetBoolean()));
    }
}

using System.Net;
using Chunking;
using Microsoft.AspNetCore.Builder;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Serving;

public sealed class ListTests
{
    [Fact]
    public async Task List_PluginsOfAHost_HasEachWithItsStateAndAddress()
    {
        using var folder = new TempFolder();
        folder.Write("broken/dagstack.toml", "[plugin]\nname = \"broken\"\nkind = \"chunker\"\nruntime = \"in_process\"\ncore_version = \">=0.1\"\nentry_point = \"missing:Class\"\n");
        await using var host = await WebHost.StartAsync(o => o.Discover("plugins/").Discover(folder.Path).AddKind<IChunker>(), static app => app.MapDagstackPlugins());

        var list = await host.GetJsonAsync("/plugins");

        var plugins = list.GetProperty("plugins").EnumerateArray().ToDictionary(static plugin => plugin.GetProperty("id").GetString()!);
        Assert.Equal("ready", plugins["chunker:fixed"].GetProperty("state").GetString());
        Assert.Equal("/plugins/chunker/fixed", plugins["chunker:fixed"].GetProperty("href").GetString());
        Assert.Equal("unavailable", plugins["chunker:broken"].GetProperty("state").GetString());
        Assert.Contains("missing", plugins["chunker:broken"].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("chunker", list.GetProperty("kinds")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Report_APlugin_HasItsHooksWithSchemas()
    {
        await using var host = await WebHost.StartAsync(static o => o.Discover("plugins/"), static app => app.MapGroup("/ops").MapDagstackPlugins("/all"));

        var report = await host.GetJsonAsync("/ops/all/chunker/fixed");

        Assert.Equal("/ops/all/chunker/fixed", report.GetProperty("plugin").GetProperty("href").GetString());
        var hook = report.GetProperty("hooks")[0];
        Assert.Equal("chunk", hook.GetProperty("name").GetString());
        Assert.True(hook.GetProperty("input").GetProperty("properties").TryGetProperty("text", out _));
    }

    [Fact]
    public async Task Report_NoSuchPlugin_IsAProblemWithTheNearName()
    {
        await using var host = await WebHost.StartAsync(static o => o.Discover("plugins/"), static app => app.MapDagstackPlugins());

        using var answer = await host.Client.GetAsync("/plugins/chunker/fixt", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Did you mean 'chunker:fixed'?", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}

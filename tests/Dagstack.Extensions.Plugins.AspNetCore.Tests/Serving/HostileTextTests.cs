using System.Net;
using Chunking;
using Microsoft.AspNetCore.Builder;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Serving;

public sealed class HostileTextTests
{
    [Theory]
    [InlineData("<script>alert(1)<script>", true)]
    [InlineData("<script>alert(1)</script>", false)]
    [InlineData("\\u001b[31mred", false)]
    [InlineData("a?b#c%2f;d&e", true)]
    [InlineData("..", false)]
    [InlineData("\\u202ereversed", false)]
    [InlineData("10000", false)]
    public async Task List_ANameOfAManifest_IsShownHarmless(string name, bool hasAddress)
    {
        using var folder = new TempFolder();
        var written = name == "10000" ? new string('n', 10_000) : name;
        folder.Write("hostile/dagstack.toml", $"[plugin]\nname = \"{written}\"\nkind = \"chunker\"\ndescription = \"{written}\"\nruntime = \"in_process\"\ncore_version = \">=0.1\"\nentry_point = \"x:Y\"\n");
        await using var host = await WebHost.StartAsync(o => o.Discover(folder.Path).AddKind<IChunker>(), static app => app.MapDagstackPlugins());

        var text = await host.Client.GetStringAsync("/plugins", TestContext.Current.CancellationToken);
        var plugin = (await host.GetJsonAsync("/plugins")).GetProperty("plugins")[0];

        Assert.True(text.Length < 20_000);
        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        Assert.All(text, static c => Assert.InRange(c, ' ', '~'));
        Assert.DoesNotContain(plugin.ToString(), static c => char.IsControl(c) || c == '\u202e');
        Assert.Equal(hasAddress, plugin.GetProperty("href").GetString() is not null);
        if (hasAddress)
        {
            using var report = await host.Client.GetAsync(plugin.GetProperty("href").GetString(), TestContext.Current.CancellationToken);
            var shown = await report.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, report.StatusCode);
            Assert.DoesNotContain("<script", shown, StringComparison.Ordinal);
            Assert.DoesNotContain('\u001b', shown);
        }
    }

    [Theory]
    [InlineData("/plugins/chunker/%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [InlineData("/plugins/chunker/%1B[31m")]
    [InlineData("/plugins/%0d%0aSet-Cookie:a/b")]
    public async Task Report_ANameOfARequest_IsRepeatedHarmless(string path)
    {
        await using var host = await WebHost.StartAsync(static o => o.Discover("plugins/"), static app => app.MapDagstackPlugins());

        using var answer = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.All(text, static c => Assert.InRange(c, ' ', '~'));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.DoesNotContain("Set-Cookie", answer.Headers.Select(static header => header.Key));
    }
}

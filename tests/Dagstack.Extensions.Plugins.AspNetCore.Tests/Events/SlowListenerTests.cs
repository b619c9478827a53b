using System.Text.Json;
using Dagstack.Extensions.Plugins.AspNetCore.Events;
using Dagstack.Extensions.Plugins.AspNetCore.Reading;
using Microsoft.AspNetCore.Builder;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Events;

public sealed class SlowListenerTests
{
    [Fact]
    public async Task Listen_AThousandChangesWhileNobodyReads_AreOneEventOfThePluginAsItIs()
    {
        await using var host = await WebHost.StartAsync(static o => o.Discover("plugins/").Add("chunker:moody", static _ => new MoodyChunker(new())), static app => app.MapDagstackPlugins());
        var (services, registry) = (host.Application.Services, host.Application.Services.GetRegistry());
        var feed = new PluginFeed(new PluginReader(services), new BoundedReads(Limits.Patience, TimeProvider.System, most: 1));
        using var end = new CancellationTokenSource();
        var listener = new FeedListener(feed, "/plugins", Limits.Patience, TimeProvider.System).ListenAsync(await feed.GetAsync(), end.Token, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await listener.MoveNextAsync();

        for (var i = 0; i < 250; i++)
        {
            await registry.TeardownPluginAsync("chunker:moody", TestContext.Current.CancellationToken);
            await registry.SetupPluginAsync("chunker:moody", TestContext.Current.CancellationToken);
        }

        var told = new List<JsonElement>();
        while (told.Count == 0 || told[^1].GetProperty("generation").GetInt32() < 251)
        {
            Assert.True(await listener.MoveNextAsync());
            Assert.Equal("plugin", listener.Current.EventType);
            told.Add(JsonSerializer.Deserialize<JsonElement>(listener.Current.Data));
        }

        Assert.Equal("ready", Assert.Single(told).GetProperty("state").GetString());
        await end.CancelAsync();
        Assert.False(await listener.MoveNextAsync());
    }
}

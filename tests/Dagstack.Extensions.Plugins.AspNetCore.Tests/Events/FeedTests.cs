using System.Net;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Events;

public sealed class FeedTests
{
    [Fact]
    public async Task Events_AChange_IsToldAfterASnapshot()
    {
        await using var host = await StartAsync(new());
        await using var events = await ListenAsync(host);

        var snapshot = await NextAsync(events, "snapshot");
        await host.Application.Services.GetRegistry().TeardownPluginAsync("chunker:moody", TestContext.Current.CancellationToken);
        var plugin = await NextAsync(events, "plugin", static data => data.GetProperty("state").GetString() == "stopped");

        Assert.Equal(["chunker:fixed", "chunker:moody"], snapshot.GetProperty("plugins").EnumerateArray().Select(static plugin => plugin.GetProperty("id").GetString()!));
        Assert.Equal("chunker:moody", plugin.GetProperty("id").GetString());
        Assert.Equal("/plugins/chunker/moody", plugin.GetProperty("href").GetString());
    }

    [Fact]
    public async Task Events_AnotherActivePlugin_IsAChangeOfItsKind()
    {
        await using var host = await StartAsync(new());
        await using var events = await ListenAsync(host);
        await NextAsync(events, "snapshot");

        host.Application.Services.GetRegistry().Activate(PluginId.Parse("chunker:moody"));
        var kind = await NextAsync(events, "kind");

        Assert.Equal(("chunker:moody", "call"), (kind.GetProperty("active").GetString(), kind.GetProperty("chosenBy").GetString()));
    }

    [Fact]
    public async Task Events_NothingChanges_HasHeartbeats()
    {
        await using var host = await StartAsync(new(), static o => o.Heartbeat = TimeSpan.FromMilliseconds(20));
        await using var events = await ListenAsync(host);

        await NextAsync(events, "snapshot");
        while (await events.MoveNextAsync() && events.Current.EventType != "heartbeat")
        {
            Assert.Equal("plugin", events.Current.EventType);
        }

        Assert.Equal(string.Empty, events.Current.Data);
    }

    [Fact]
    public async Task Events_TheHostStops_EndForThoseThatReadAndThoseThatDoNot()
    {
        await using var host = await StartAsync(new());
        await using var events = await ListenAsync(host);
        await NextAsync(events, "snapshot");
        using var idle = await ListenWithoutReadingAsync(host);
        await using var second = await ListenAsync(host);
        await NextAsync(second, "snapshot");

        await host.Application.StopAsync(TestContext.Current.CancellationToken);

        while (await events.MoveNextAsync())
        {
            Assert.NotEqual("snapshot", events.Current.EventType);
        }
    }

    [Fact]
    public async Task Events_TheHostStopsWhileAListenerDoesNotTakeWhatIsSent_ItsConnectionIsGivenUp()
    {
        var reason = new string('x', 4000);
        await using var host = await WebHost.StartAsync(
            o =>
            {
                for (var i = 0; i < 2000; i++)
                {
                    o.Add($"chunker:broken-{i}", _ => throw new InvalidOperationException(reason));
                }
            },
            static app => app.MapDagstackPlugins(),
            configure: static builder => builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromHours(1)));
        using var idle = await ListenWithoutReadingAsync(host);
        await Wait.UntilAsync(() => idle.Available > 0);

        await host.Application.StopAsync(TestContext.Current.CancellationToken).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Events_MoreThanAreAllowed_AreRefusedUntilOneGoes()
    {
        await using var host = await StartAsync(new(), static o => o.MaxListeners = 1);
        var first = await ListenAsync(host);
        await NextAsync(first, "snapshot");

        using var refused = await host.Client.GetAsync("/plugins/events", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await first.DisposeAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("MaxListeners", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        for (var status = HttpStatusCode.ServiceUnavailable; status != HttpStatusCode.OK;)
        {
            using var again = await host.Client.GetAsync("/plugins/events", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            status = again.StatusCode;
        }
    }

    [Fact]
    public async Task Events_AllOtherReadsBlock_GoOn()
    {
        using var gate = new ManualResetEventSlim();
        var blocked = 0;
        await using var host = await WebHost.StartAsync(
            static o => o.Discover("plugins/").Add("chunker:moody", static _ => new MoodyChunker(new())),
            static app => app.MapDagstackPlugins(),
            configure: builder => RegistryProxy.Replace(builder.Services, name =>
            {
                if (name == "DescribeConfiguration")
                {
                    Interlocked.Increment(ref blocked);
                    gate.Wait();
                }
            }));
        await using var events = await ListenAsync(host);
        await NextAsync(events, "snapshot");

        var asked = Enumerable.Range(0, 16).Select(_ => host.SendAsync(HttpMethod.Get, "/plugins/chunker/fixed")).ToList();
        await Wait.UntilAsync(() => Volatile.Read(ref blocked) == 16);
        await host.Application.Services.GetRegistry().TeardownPluginAsync("chunker:moody", TestContext.Current.CancellationToken);
        await NextAsync(events, "plugin", static data => data.GetProperty("state").GetString() == "stopped");
        gate.Set();

        foreach (var answer in await Task.WhenAll(asked))
        {
            answer.Dispose();
        }
    }

    [Fact]
    public async Task Events_AChangeAfterSomethingIsGone_IsNoSecondSnapshot()
    {
        var isGone = false;
        await using var host = await WebHost.StartAsync(
            static o => o.Discover("plugins/").Add("chunker:moody", static _ => new MoodyChunker(new())),
            static app => app.MapDagstackPlugins(),
            configure: builder => RegistryProxy.Replace(builder.Services, static _ => { }, (name, _, result) =>
                name == "get_Plugins" && Volatile.Read(ref isGone) ? ((IReadOnlyList<PluginStatus>)result!).Where(static plugin => plugin.Id?.Name != "fixed").ToList() : result));
        var registry = host.Application.Services.GetRegistry();
        await using var before = await ListenAsync(host);
        await NextAsync(before, "snapshot");

        Volatile.Write(ref isGone, true);
        await registry.TeardownPluginAsync("chunker:moody", TestContext.Current.CancellationToken);
        var snapshot = await NextAsync(before, "snapshot");
        await using var after = await ListenAsync(host);
        await NextAsync(after, "snapshot");
        Assert.Equal(1, snapshot.GetProperty("plugins").GetArrayLength());

        await registry.SetupPluginAsync("chunker:moody", TestContext.Current.CancellationToken);

        foreach (var events in (IAsyncEnumerator<SseItem<string>>[])[before, after])
        {
            do
            {
                Assert.True(await events.MoveNextAsync());
                Assert.NotEqual("snapshot", events.Current.EventType);
            }
            while (events.Current.EventType != "plugin" || !events.Current.Data.Contains("\"ready\"", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Events_AskedForByAnotherSite_AreRefused()
    {
        await using var host = await StartAsync(new());

        using var answer = await host.SendAsync(HttpMethod.Get, "/plugins/events", "Sec-Fetch-Site: cross-site");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static Task<WebHost> StartAsync(Mood mood, Action<PluginEndpointOptions>? configure = null) =>
        WebHost.StartAsync(o => o.Discover("plugins/").Add("chunker:moody", _ => new MoodyChunker(mood)), app => app.MapDagstackPlugins(configure: configure));

    private static async Task<IAsyncEnumerator<SseItem<string>>> ListenAsync(WebHost host)
    {
        var stream = await host.Client.GetStreamAsync("/plugins/events", TestContext.Current.CancellationToken);
        return ReadAsync(stream).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    private static async IAsyncEnumerable<SseItem<string>> ReadAsync(Stream stream)
    {
        await using (stream)
        {
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken))
            {
                yield return item;
            }
        }
    }

    private static async Task<JsonElement> NextAsync(IAsyncEnumerator<SseItem<string>> events, string type, Func<JsonElement, bool>? isIt = null)
    {
        while (await events.MoveNextAsync())
        {
            if (events.Current.EventType == type && JsonSerializer.Deserialize<JsonElement>(events.Current.Data) is var data && isIt?.Invoke(data) != false)
            {
                return data;
            }
        }

        throw new InvalidOperationException($"The events ended without a '{type}'.");
    }

    private static async Task<TcpClient> ListenWithoutReadingAsync(WebHost host)
    {
        var client = new TcpClient { ReceiveBufferSize = 1024 };
        await client.ConnectAsync(IPAddress.Loopback, host.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /plugins/events HTTP/1.1\r\nHost: localhost\r\n\r\n"), TestContext.Current.CancellationToken);
        return client;
    }
}

using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Units;

public sealed class UnitEventTests
{
    [Fact]
    public async Task Events_OfAUnit_AreItAndEachChangeAndItsEnd()
    {
        var units = UnitApiTests.Some();
        await using var host = await UnitHost.StartAsync(units);
        using var answer = await ListenAsync(host, "/plugins/-/units/b/events");
        await using var events = await ReadAsync(answer);

        var first = await NextAsync(events, "unit");
        units.Change("b", static unit => unit.Progress = """{"fraction":0.5,"message":"page 6"}""");
        var half = await NextAsync(events, "unit");
        units.Change("b", static unit => (unit.State, unit.Output) = (UnitState.Succeeded, """{"pages":12}"""));
        var end = await NextAsync(events, "end");

        Assert.Equal((0.25, 0.5, "succeeded"), (first.GetProperty("fraction").GetDouble(), half.GetProperty("fraction").GetDouble(), end.GetProperty("state").GetString()));
        Assert.False(await events.MoveNextAsync());
        await Wait.UntilAsync(() => units.Watchers == 0);
    }

    [Fact]
    public async Task Events_OfAUnitThatHasEnded_AreItsEnd()
    {
        await using var host = await UnitHost.StartAsync(UnitApiTests.Some());
        using var answer = await ListenAsync(host, "/plugins/-/units/c/events");
        await using var events = await ReadAsync(answer);

        Assert.Equal("It broke.", (await NextAsync(events, "end")).GetProperty("error").GetString());
        Assert.False(await events.MoveNextAsync());
    }

    [Theory]
    [InlineData("/plugins/-/units/b/events")]
    [InlineData("/plugins/-/units/events")]
    public async Task Events_WithoutAChange_HaveHeartbeatsAndEndWithTheHost(string path)
    {
        var units = UnitApiTests.Some();
        await using var host = await UnitHost.StartAsync(units, static o => o.Heartbeat = TimeSpan.FromMilliseconds(20));
        using var answer = await ListenAsync(host, path);
        await using var events = await ReadAsync(answer);

        while (await events.MoveNextAsync() && events.Current.EventType != "heartbeat")
        {
            Assert.NotEqual("end", events.Current.EventType);
        }

        Assert.Equal("heartbeat", events.Current.EventType);
        await host.Application.StopAsync(TestContext.Current.CancellationToken);
        while (await events.MoveNextAsync())
        {
            Assert.Equal("heartbeat", events.Current.EventType);
        }

        await Wait.UntilAsync(() => units.Watchers == 0);
    }

    [Fact]
    public async Task Events_WhoseListenerGoes_FollowTheUnitNoMore()
    {
        var units = UnitApiTests.Some();
        await using var host = await UnitHost.StartAsync(units);
        var answer = await ListenAsync(host, "/plugins/-/units/b/events");
        var events = await ReadAsync(answer);
        await NextAsync(events, "unit");
        Assert.Equal(1, units.Watchers);

        answer.Dispose();

        await Wait.UntilAsync(() => units.Watchers == 0);
    }

    [Fact]
    public async Task Events_WhoseOrchestratorEnds_EndWithoutAnEndOfTheUnit()
    {
        var units = UnitApiTests.Some();
        await using var host = await UnitHost.StartAsync(units);
        using var answer = await ListenAsync(host, "/plugins/-/units/b/events");
        await using var events = await ReadAsync(answer);
        await NextAsync(events, "unit");

        units.Fault = static () => new PluginUnavailableException("orchestrator", "It has ended.");
        units.Change("b", static unit => unit.Failures++);

        Assert.False(await events.MoveNextAsync());
    }

    [Fact]
    public async Task Events_OfAllUnits_TellOfEachChange()
    {
        var units = UnitApiTests.Some();
        await using var host = await UnitHost.StartAsync(units);
        using var answer = await ListenAsync(host, "/plugins/-/units/events");
        await using var events = await ReadAsync(answer);

        var first = await NextAsync(events, "units");
        units.Add(new() { Id = "e" });
        var second = await NextAsync(events, "units");

        Assert.Equal((1, 2), (first[0].GetProperty("queued").GetInt32(), second[0].GetProperty("queued").GetInt32()));
    }

    [Fact]
    public async Task Events_MoreThanMayListen_AreRefusedWhateverTheyListenTo()
    {
        await using var host = await UnitHost.StartAsync(UnitApiTests.Some(), static o => o.MaxListeners = 1);
        using var answer = await ListenAsync(host, "/plugins/-/units/b/events");
        await using var events = await ReadAsync(answer);
        await NextAsync(events, "unit");

        foreach (var path in (string[])["/plugins/events", "/plugins/-/units/events", "/plugins/-/units/a/events"])
        {
            await UnitApiTests.AssertProblemAsync(host, HttpMethod.Get, path, HttpStatusCode.ServiceUnavailable, "too-many-listeners", "MaxListeners");
        }
    }

    [Fact]
    public async Task Events_ForAPageOfAnotherSite_AreRefused()
    {
        await using var host = await UnitHost.StartAsync(UnitApiTests.Some());

        await UnitApiTests.AssertProblemAsync(host, HttpMethod.Get, "/plugins/-/units/b/events", HttpStatusCode.Forbidden, "cross-site", string.Empty, "Sec-Fetch-Site: cross-site");
    }

    private static async Task<HttpResponseMessage> ListenAsync(WebHost host, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-User", "ada");
        var answer = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        return answer;
    }

    private static async Task<IAsyncEnumerator<SseItem<string>>> ReadAsync(HttpResponseMessage answer) =>
        SseParser.Create(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)).EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

    /// <summary>Reads the next event but heartbeats; of a unit, what is said of it.</summary>
    private static async Task<JsonElement> NextAsync(IAsyncEnumerator<SseItem<string>> events, string type)
    {
        do
        {
            Assert.True(await events.MoveNextAsync(), $"The events ended before '{type}'.");
        }
        while (events.Current.EventType == "heartbeat");

        Assert.Equal(type, events.Current.EventType);
        var data = JsonElement.Parse(events.Current.Data);
        return data.ValueKind == JsonValueKind.Object ? data.GetProperty("unit") : data;
    }
}

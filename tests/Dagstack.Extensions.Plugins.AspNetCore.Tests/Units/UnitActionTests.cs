using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Units;

public sealed class UnitActionTests
{
    [Fact]
    public async Task Enqueue_ARequest_IsTakenInOnceAndAudited()
    {
        var units = UnitApiTests.Some();
        await using var host = await StartAsync(units);
        const string Body = """{"plugin_name":"chunker:fixed","args":{"password":"hunter2"},"idempotency_key":"k","partition_key":"acme","expires_after_sec":1.5}""";

        using var first = await PostAsync(host, "/plugins/-/units", Body);
        using var second = await PostAsync(host, "/plugins/-/units", Body);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal("/plugins/-/units/unit-1", first.Headers.Location!.ToString());
        Assert.Equal("""{"unit_id":"unit-1","deduplicated":false}""", await TextOf(first));
        Assert.Equal("""{"unit_id":"unit-1","deduplicated":true}""", await TextOf(second));
        var (plugin, args, options) = units.Enqueued[0];
        Assert.Equal(("chunker:fixed", """{"password":"hunter2"}"""), (plugin, args));
        Assert.Equal(("k", "acme", TimeSpan.FromSeconds(1.5)), (options!.IdempotencyKey, options.PartitionKey, options.ExpiresAfter));
        Assert.Contains(host.Logs.Lines, static line => line.StartsWith("Information Dagstack.Extensions.Plugins.Audit[354] ada asks for enqueue of a unit of chunker:fixed, from 127.0.0.1", StringComparison.Ordinal));
        Assert.Contains(host.Logs.Lines, static line => line.StartsWith("Information Dagstack.Extensions.Plugins.Audit[355] The enqueue of a unit of chunker:fixed that ada asked for came to unit-1", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Logs.Lines, static line => line.Contains("hunter2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.BadRequest, "bad-request", "plugin_name")]
    [InlineData("null", HttpStatusCode.BadRequest, "bad-request", "has to be an object")]
    [InlineData("""{"plugin_name":null}""", HttpStatusCode.BadRequest, "bad-request", "")]
    [InlineData("""{"plugin_name":"chunker:fixed","partition":"acme"}""", HttpStatusCode.BadRequest, "bad-request", "partition")]
    [InlineData("""{"plugin_name":"chunker:fixed","expires_after_sec":0}""", HttpStatusCode.BadRequest, "bad-request", "expires_after_sec is 0")]
    [InlineData("""{"plugin_name":"chunker:fixed","expires_after_sec":1e300}""", HttpStatusCode.BadRequest, "bad-request", "expires_after_sec is 1E+300")]
    [InlineData("{", HttpStatusCode.BadRequest, "bad-request", "Its body is not the JSON that it has to be")]
    [InlineData("""{"plugin_name":"fixed"}""", HttpStatusCode.UnprocessableEntity, "unit-refused", "Add the line: declared = true")]
    [InlineData("""{"plugin_name":"chunker:nobody"}""", HttpStatusCode.NotFound, "no-such-plugin", "There is no plugin 'chunker:nobody'.")]
    public async Task Enqueue_WhatCannotBe_IsRefusedWithTheReason(string body, HttpStatusCode status, string type, string expected)
    {
        await using var host = await StartAsync(UnitApiTests.Some());

        using var answer = await PostAsync(host, "/plugins/-/units", body);

        await AssertProblemAsync(answer, status, type, expected);
    }

    [Fact]
    public async Task Enqueue_OfNoJson_IsRefused()
    {
        await using var host = await StartAsync(UnitApiTests.Some());

        using var answer = await PostAsync(host, "/plugins/-/units", "plugin_name=chunker:fixed", "application/x-www-form-urlencoded");

        await AssertProblemAsync(answer, HttpStatusCode.UnsupportedMediaType, "bad-request", "application/json");
    }

    [Theory]
    [InlineData("a", HttpStatusCode.OK, "cancelling")]
    [InlineData("b", HttpStatusCode.OK, "cancelling")]
    [InlineData("d", HttpStatusCode.Conflict, "It has ended already")]
    [InlineData("nothing", HttpStatusCode.NotFound, "There is no unit of work 'nothing'.")]
    public async Task Cancel_AUnit_IsDoneWhileItHasNotEnded(string id, HttpStatusCode status, string expected)
    {
        await using var host = await StartAsync(UnitApiTests.Some());

        using var answer = await PostAsync(host, $"/plugins/-/units/{id}/cancel", string.Empty);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(expected, await TextOf(answer), StringComparison.Ordinal);
        Assert.Contains(host.Logs.Lines, line => line.Contains($"Audit[{(status == HttpStatusCode.OK ? 355 : 356)}] The cancel of {id} that ada asked for", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("c", HttpStatusCode.OK, """{"action":"retry","outcome":"queued","unit":"c","href":"/plugins/-/units/c"}""")]
    [InlineData("a", HttpStatusCode.Conflict, "Only a unit that has failed, expired or been cancelled is run again")]
    [InlineData("nothing", HttpStatusCode.NotFound, "no-such-unit")]
    public async Task Retry_AUnit_IsDoneWhereItHasFailed(string id, HttpStatusCode status, string expected)
    {
        await using var host = await StartAsync(UnitApiTests.Some());

        using var answer = await PostAsync(host, $"/plugins/-/units/{id}/retry", string.Empty);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(expected, await TextOf(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json", """{"plugin_name":"chunker:fixed","states":["failed","cancelled"],"since":"2026-01-01T00:00:00Z"}""")]
    [InlineData("application/x-www-form-urlencoded", "plugin_name=chunker%3Afixed&partition_key=&states=failed&states=cancelled")]
    public async Task Backfill_OfAProgramAndOfAForm_AsksTheSame(string contentType, string body)
    {
        var units = UnitApiTests.Some();
        await using var host = await StartAsync(units);

        using var answer = await PostAsync(host, "/plugins/-/units/backfill", body, contentType);

        Assert.Equal("""{"enqueued_count":1,"skipped_count":1}""", await TextOf(answer));
        Assert.Equal(("chunker:fixed", null), (units.Backfilled!.PluginName, units.Backfilled.PartitionKey));
        Assert.Equal([UnitState.Failed, UnitState.Cancelled], units.Backfilled.States!);
        Assert.Contains(host.Logs.Lines, static line => line.Contains("Audit[354] ada asks for backfill of failed and cancelled units of chunker:fixed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("application/json", """{"states":["queued"]}""", HttpStatusCode.BadRequest)]
    [InlineData("application/json", """{"states":["done"]}""", HttpStatusCode.BadRequest)]
    [InlineData("application/json", """{"plugin":"chunker:fixed"}""", HttpStatusCode.BadRequest)]
    [InlineData("application/x-www-form-urlencoded", "states=done", HttpStatusCode.BadRequest)]
    [InlineData("text/plain", "", HttpStatusCode.UnsupportedMediaType)]
    public async Task Backfill_OfWhatCannotBe_RunsNothing(string contentType, string body, HttpStatusCode status)
    {
        var units = UnitApiTests.Some();
        await using var host = await StartAsync(units);

        using var answer = await PostAsync(host, "/plugins/-/units/backfill", body, contentType);

        await AssertProblemAsync(answer, status, "bad-request", string.Empty);
        Assert.Equal(UnitState.Failed, (await units.GetAsync("c", TestContext.Current.CancellationToken))!.State);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site: cross-site", true, "cross-site")]
    [InlineData("Origin: https://evil.example", true, "cross-site")]
    [InlineData("Accept: */*", false, "actions-off")]
    public async Task Actions_ThatMayNotBe_AreRefusedAndAudited(string header, bool allowed, string type)
    {
        var units = UnitApiTests.Some();
        await using var host = await UnitHost.StartAsync(units, o => o.AllowActions = allowed);

        foreach (var path in (string[])["", "/a/cancel", "/c/retry", "/backfill"])
        {
            await UnitApiTests.AssertProblemAsync(host, HttpMethod.Post, $"/plugins/-/units{path}", HttpStatusCode.Forbidden, type, string.Empty, header);
        }

        Assert.Equal(4, host.Logs.Lines.Count(static line => line.StartsWith("Warning Dagstack.Extensions.Plugins.Audit[357] Refused the ", StringComparison.Ordinal)));
        Assert.Empty(units.Enqueued);
        Assert.Equal(UnitState.Queued, (await units.GetAsync("a", TestContext.Current.CancellationToken))!.State);
    }

    [Fact]
    public async Task Actions_OfNobody_AreChallenged()
    {
        await using var host = await StartAsync(UnitApiTests.Some());

        using var answer = await host.SendAsync(HttpMethod.Post, "/plugins/-/units/a/cancel");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Actions_WhileTheStoreIsOut_AreAnsweredInTimeAndAudited()
    {
        var units = UnitApiTests.Some();
        units.Store = new TaskCompletionSource().Task;
        await using var host = await StartAsync(units, TimeSpan.FromMilliseconds(100));

        await UnitApiTests.AssertProblemAsync(host, HttpMethod.Post, "/plugins/-/units/a/cancel", HttpStatusCode.ServiceUnavailable, "busy", "may be done all the same");

        Assert.Contains(host.Logs.Lines, static line => line.Contains("Audit[356] The cancel of a that ada asked for failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Actions_WhoseClientGoesAway_GoOnAndAreAudited()
    {
        var units = UnitApiTests.Some();
        var store = new TaskCompletionSource();
        units.Store = store.Task;
        await using var host = await StartAsync(units, TimeSpan.FromHours(1));
        using var client = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/plugins/-/units/a/cancel");
        request.Headers.Add("X-User", "ada");
        var asking = host.Client.SendAsync(request, client.Token);
        await Dagstack.Extensions.Plugins.Tests.Wait.UntilAsync(() => host.Logs.Lines.Any(static line => line.Contains("[354]", StringComparison.Ordinal)));

        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        store.SetResult();

        await Dagstack.Extensions.Plugins.Tests.Wait.UntilAsync(() => host.Logs.Lines.Any(static line => line.Contains("Audit[355] The cancel of a that ada asked for came to cancelling", StringComparison.Ordinal)));
        Assert.Equal(UnitState.Cancelled, (await units.GetAsync("a", TestContext.Current.CancellationToken))!.State);
    }

    private static Task<WebHost> StartAsync(FakeUnits units, TimeSpan? timeout = null) => UnitHost.StartAsync(units, o =>
    {
        o.AllowActions = true;
        o.ReadTimeout = timeout ?? Limits.Patience;
    });

    private static async Task<HttpResponseMessage> PostAsync(WebHost host, string path, string body, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, contentType) };
        request.Headers.Add("X-User", "ada");
        return await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static Task<string> TextOf(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static async Task AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string type, string expected)
    {
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal((status, $"https://dagstack.dev/problems/{type}"), (answer.StatusCode, problem.GetProperty("type").GetString()));
        Assert.Contains(expected, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}

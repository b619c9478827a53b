using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Units;

public sealed class UnitApiTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task List_OfUnits_HasCountsAndAPageOfThem()
    {
        await using var host = await UnitHost.StartAsync(Some());

        var list = await GetAsync(host, "/plugins/-/units?limit=2");
        var rest = await GetAsync(host, $"/plugins/-/units?limit=2&after={list.GetProperty("next").GetString()}");

        Assert.Equal(["d", "c"], IdsOf(list));
        Assert.Equal(["b", "a"], IdsOf(rest));
        var counts = list.GetProperty("plugins").EnumerateArray().ToList();
        Assert.Equal(["chunker:fixed", "parser:lines"], counts.Select(static count => count.GetProperty("plugin").GetString()!));
        Assert.Equal((1, 1, 1), (counts[0].GetProperty("queued").GetInt32(), counts[0].GetProperty("running").GetInt32(), counts[0].GetProperty("failed").GetInt32()));
        Assert.Equal(s_noon, counts[0].GetProperty("oldestQueued").GetDateTimeOffset());
        Assert.Equal("/plugins/chunker/fixed", counts[0].GetProperty("pluginHref").GetString());
    }

    [Theory]
    [InlineData("plugin=parser:lines", "d")]
    [InlineData("state=failed", "c")]
    [InlineData("state=failed&state=running", "c", "b")]
    [InlineData("state=failed,queued", "c", "a")]
    [InlineData("partition=acme&state=&plugin=", "b")]
    public async Task List_WithAFilter_HasThoseAlone(string query, params string[] expected)
    {
        await using var host = await UnitHost.StartAsync(Some());

        Assert.Equal(expected, IdsOf(await GetAsync(host, $"/plugins/-/units?{query}")));
    }

    [Theory]
    [InlineData("limit=0", "from 1 to 1000")]
    [InlineData("limit=many", "'many' is no limit")]
    [InlineData("state=done", "'done' is no state of a unit of work. States are queued, running, succeeded, failed, cancelled, expired.")]
    public async Task List_WithAFilterThatCannotBe_SaysWhatCan(string query, string expected)
    {
        await using var host = await UnitHost.StartAsync(Some());

        await AssertProblemAsync(host, HttpMethod.Get, $"/plugins/-/units?{query}", HttpStatusCode.BadRequest, "bad-request", expected);
    }

    [Fact]
    public async Task Report_OfAUnit_HasItsFactsAndNothingOfWhatItWorksOn()
    {
        await using var host = await UnitHost.StartAsync(Some());

        var report = await GetAsync(host, "/plugins/-/units/b");

        var unit = report.GetProperty("unit");
        Assert.Equal(("b", "running", "acme", 0.25, "host-1", 1, 2), (unit.GetProperty("id").GetString(), unit.GetProperty("state").GetString(), unit.GetProperty("partitionKey").GetString(), unit.GetProperty("fraction").GetDouble(), unit.GetProperty("node").GetString(), unit.GetProperty("failures").GetInt32(), unit.GetProperty("losses").GetInt32()));
        Assert.Equal(("/plugins/-/units/b", "/plugins/chunker/fixed"), (unit.GetProperty("href").GetString(), unit.GetProperty("pluginHref").GetString()));
        Assert.False(report.GetProperty("argumentsShown").GetBoolean());
        Assert.DoesNotContain("Bob", report.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("page 3", report.GetRawText(), StringComparison.Ordinal);
        Assert.All(["args", "output", "progress"], name => Assert.Equal(JsonValueKind.Null, report.GetProperty(name).ValueKind));
    }

    [Fact]
    public async Task Report_WhereArgumentsAreShown_MasksWhatIsNamedLikeASecret()
    {
        await using var host = await UnitHost.StartAsync(Some(), static o => o.ShowUnitArguments = true);

        var report = await GetAsync(host, "/plugins/-/units/b");

        Assert.Equal("""{"user":"Bob","api_key":"[MASKED]","list":[{"password":"[MASKED]"},1,2.5,true,null]}""", report.GetProperty("args").GetRawText());
        Assert.Equal("""{"fraction":0.25,"message":"page 3","data":{"token":"[MASKED]"}}""", report.GetProperty("progress").GetRawText());
        Assert.DoesNotContain("hunter2", report.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_OfNoUnit_IsAProblem()
    {
        await using var host = await UnitHost.StartAsync(Some());

        await AssertProblemAsync(host, HttpMethod.Get, "/plugins/-/units/nothing", HttpStatusCode.NotFound, "no-such-unit", "There is no unit of work 'nothing'.");
        await AssertProblemAsync(host, HttpMethod.Get, "/plugins/-/units/nothing/events", HttpStatusCode.NotFound, "no-such-unit", "There is no unit of work 'nothing'.");
    }

    [Theory]
    [InlineData("GET", "/plugins/-/units")]
    [InlineData("GET", "/plugins/-/units/a")]
    [InlineData("GET", "/plugins/-/units/events")]
    [InlineData("GET", "/plugins/-/units/a/events")]
    [InlineData("POST", "/plugins/-/units")]
    [InlineData("POST", "/plugins/-/units/a/cancel")]
    [InlineData("POST", "/plugins/-/units/a/retry")]
    [InlineData("POST", "/plugins/-/units/backfill")]
    public async Task Units_OfAHostWithout_SaysWhatToAdd(string method, string path)
    {
        await using var host = await UnitHost.StartAsync(null, static o => o.AllowActions = true);

        await AssertProblemAsync(host, new(method), path, HttpStatusCode.NotFound, "no-units", ".UseOrchestration(");
    }

    [Fact]
    public async Task Units_WhileTheOrchestratorIsNotUp_AreAProblemWithItsReason()
    {
        var units = Some();
        units.Fault = static () => new PluginUnavailableException(PluginId.Parse("orchestrator:local"), PluginState.Unavailable, "The database is gone.");
        await using var host = await UnitHost.StartAsync(units);

        using var answer = await host.SendAsync(HttpMethod.Get, "/plugins/-/units", UnitHost.Ada);
        Assert.Equal("10", answer.Headers.GetValues("Retry-After").Single());
        foreach (var path in (string[])["", "/a", "/events", "/a/events"])
        {
            await AssertProblemAsync(host, HttpMethod.Get, $"/plugins/-/units{path}", HttpStatusCode.ServiceUnavailable, "orchestrator-down", "The database is gone.");
        }
    }

    [Fact]
    public async Task Units_WhoseStoreIsOut_AreAnsweredInTime()
    {
        var units = Some();
        units.Store = new TaskCompletionSource().Task;
        await using var host = await UnitHost.StartAsync(units, static o => o.ReadTimeout = TimeSpan.FromMilliseconds(100));

        foreach (var path in (string[])["", "/a", "/events", "/a/events"])
        {
            await AssertProblemAsync(host, HttpMethod.Get, $"/plugins/-/units{path}", HttpStatusCode.ServiceUnavailable, "busy", "Their store may be out");
        }

        Assert.Equal(0, units.Watchers);
    }

    [Fact]
    public async Task Units_AnErrorThatNobodyExpected_IsInTheLogAlone()
    {
        var units = Some();
        units.Fault = static () => new FormatException("secret details");
        await using var host = await UnitHost.StartAsync(units);

        using var answer = await host.SendAsync(HttpMethod.Get, "/plugins/-/units", UnitHost.Ada);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.DoesNotContain("secret details", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains(host.Logs.Lines, static line => line.Contains("[342]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Units_WithHostileTexts_AreShownHarmless()
    {
        var hostile = "<script>alert(1)</script>\u001b[2J\u202e" + new string('x', 10_000);
        var units = new FakeUnits().Add(new() { Id = hostile, Plugin = new(hostile, hostile), PartitionKey = hostile, IdempotencyKey = hostile, Node = hostile, Error = hostile, State = UnitState.Failed });
        await using var host = await UnitHost.StartAsync(units);

        using var answer = await host.SendAsync(HttpMethod.Get, "/plugins/-/units", UnitHost.Ada);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(text.Length < 20_000);
        Assert.All(text, static c => Assert.InRange(c, ' ', '~'));
        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        Assert.DoesNotContain(JsonElement.Parse(text).ToString(), static c => char.IsControl(c) || c == '\u202e');
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task OpenApi_HasTheUnitsWhereThereAreSome(bool hasUnits, bool allowsActions)
    {
        await using var host = await WebHost.StartAsync(
            static o => o.Discover("plugins/"),
            app =>
            {
                app.MapOpenApi();
                app.MapDagstackPlugins(configure: o => o.AllowActions = allowsActions);
            },
            configure: builder =>
            {
                builder.Services.AddOpenApi();
                if (hasUnits)
                {
                    builder.Services.AddSingleton<IUnits>(Some());
                }
            });

        var paths = (await host.GetJsonAsync("/openapi/v1.json")).GetProperty("paths");

        var operations = paths.EnumerateObject().SelectMany(static path => path.Value.EnumerateObject().Select(operation => $"{operation.Name} {path.Name}")).Where(static name => name.Contains("/-/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        string[] reads = ["get /plugins/-/units", "get /plugins/-/units/events", "get /plugins/-/units/{id}", "get /plugins/-/units/{id}/events"];
        string[] actions = ["post /plugins/-/units", "post /plugins/-/units/backfill", "post /plugins/-/units/{id}/cancel", "post /plugins/-/units/{id}/retry"];
        Assert.Equal([.. hasUnits ? reads : [], .. hasUnits && allowsActions ? actions : []], operations);
        if (hasUnits)
        {
            Assert.Equal(["plugin", "state", "partition", "after", "limit"], paths.GetProperty("/plugins/-/units").GetProperty("get").GetProperty("parameters").EnumerateArray().Select(static parameter => parameter.GetProperty("name").GetString()!));
        }
    }

    internal static FakeUnits Some() => new FakeUnits()
        .Add(new() { Id = "a", EnqueuedAt = s_noon })
        .Add(new() { Id = "b", State = UnitState.Running, PartitionKey = "acme", Node = "host-1", Failures = 1, Losses = 2, Args = """{"user":"Bob","api_key":"hunter2","list":[{"password":"hunter2"},1,2.5,true,null]}""", Progress = """{"fraction":0.25,"message":"page 3","data":{"token":"hunter2"}}""", StartedAt = s_noon })
        .Add(new() { Id = "c", State = UnitState.Failed, Error = "It broke.", FinishedAt = s_noon })
        .Add(new() { Id = "d", State = UnitState.Succeeded, Plugin = PluginId.Parse("parser:lines"), Output = """{"pages":3}""" });

    internal static async Task AssertProblemAsync(WebHost host, HttpMethod method, string path, HttpStatusCode status, string type, string detail, params string[] headers)
    {
        using var answer = await host.SendAsync(method, path, [UnitHost.Ada, .. headers]);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal((status, $"https://dagstack.dev/problems/{type}"), (answer.StatusCode, problem.GetProperty("type").GetString()));
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> GetAsync(WebHost host, string path)
    {
        using var answer = await host.SendAsync(HttpMethod.Get, path, UnitHost.Ada);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private static IEnumerable<string> IdsOf(JsonElement list) => list.GetProperty("units").EnumerateArray().Select(static unit => unit.GetProperty("id").GetString()!);
}

using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Dagstack.Extensions.Orchestration;
using Microsoft.AspNetCore.Builder;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Units;

/// <summary>The API over units that are run.</summary>
public sealed class OrchestratedUnitTests
{
    private readonly TaskCompletionSource _go = new();

    [Fact]
    public async Task Unit_TakenInByTheApi_IsFollowedToItsEnd()
    {
        await using var host = await StartAsync();
        var id = await EnqueueAsync(host, """{"plugin_name":"chunker:working","args":{"text":"Hello"}}""");
        using var answer = await SendAsync(host, HttpMethod.Get, $"/{id}/events");
        await using var stream = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var seen = new List<(string Event, string? State, double? Fraction)>();

        await foreach (var one in SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken))
        {
            if (one.EventType is "unit" or "end")
            {
                var unit = JsonElement.Parse(one.Data).GetProperty("unit");
                seen.Add((one.EventType, unit.GetProperty("state").GetString(), unit.GetProperty("fraction") is { ValueKind: JsonValueKind.Number } fraction ? fraction.GetDouble() : null));
                if (seen[^1] is { State: "running", Fraction: 0.5 })
                {
                    _go.TrySetResult();
                }
            }
        }

        Assert.Contains(("unit", "running", 0.5), seen);
        Assert.Equal(("end", "succeeded"), (seen[^1].Event, seen[^1].State));
        var report = await ReadAsync(await SendAsync(host, HttpMethod.Get, $"/{id}"));
        Assert.Equal("Hello", report.GetProperty("output").GetString());
    }

    [Fact]
    public async Task Unit_ThatHasFailed_IsRunAgainByTheApi()
    {
        _go.SetResult();
        await using var host = await StartAsync();
        var id = await EnqueueAsync(host, """{"plugin_name":"working"}""");
        await UntilAsync(host, id, "failed");

        using var early = await SendAsync(host, HttpMethod.Post, $"/{id}/cancel");
        using var retried = await SendAsync(host, HttpMethod.Post, $"/{id}/retry");
        await UntilAsync(host, id, "failed");
        var filled = await ReadAsync(await SendAsync(host, HttpMethod.Post, "/backfill", """{"plugin_name":"working"}"""));
        var counts = await ReadAsync(await SendAsync(host, HttpMethod.Get, "?plugin=working&state=failed,queued,running"));

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.OK), (early.StatusCode, retried.StatusCode));
        Assert.Equal(1, filled.GetProperty("enqueued_count").GetInt32());
        Assert.Equal(id, Assert.Single(counts.GetProperty("units").EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Unit_OfAPluginThatRunsNone_IsRefusedWithTheLineToAdd()
    {
        await using var host = await StartAsync();

        using var answer = await SendAsync(host, HttpMethod.Post, string.Empty, """{"plugin_name":"chunker:fixed"}""");
        var problem = await ReadAsync(answer);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "https://dagstack.dev/problems/unit-refused"), (answer.StatusCode, problem.GetProperty("type").GetString()));
        Assert.Contains("declared", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static async Task<string> EnqueueAsync(WebHost host, string body)
    {
        using var answer = await SendAsync(host, HttpMethod.Post, string.Empty, body);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (await ReadAsync(answer)).GetProperty("unit_id").GetString()!;
    }

    private static async Task UntilAsync(WebHost host, string id, string state)
    {
        while ((await ReadAsync(await SendAsync(host, HttpMethod.Get, $"/{id}"))).GetProperty("unit").GetProperty("state").GetString() != state)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(WebHost host, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, $"/plugins/-/units{path}") { Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("X-User", "ada");
        return await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    private Task<WebHost> StartAsync() => WebHost.StartAsync(
        o => o.Discover("plugins/")
            .Add(new PluginManifest { Id = new("chunker", "working"), Version = "1.0.0", UnitOfWork = new() { Declared = true } }, _ => new WorkingChunker(_go.Task))
            .UseOrchestration(static units =>
            {
                units.UseInMemory();
                units.Defaults.MaxAttempts = 1;
            }),
        static app => app.MapDagstackPlugins(configure: static o => (o.AllowActions, o.ShowUnitArguments) = (true, true)).RequireAuthorization(),
        "Production",
        static builder => HeaderAuthentication.Add(builder.Services));
}

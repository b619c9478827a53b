using System.Net;
using System.Net.Http.Json;
using Chunking;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Operations;

namespace Dagstack.Extensions.Plugins.OpenTelemetry.Tests;

/// <summary>samples/Operations: a host most of whose plugins are ill, its health, and the pipeline of Polly around them.</summary>
public sealed class OperationsTests : IAsyncDisposable
{
    private static readonly CancellationToken s_cancellation = TestContext.Current.CancellationToken;
    private readonly KeptLogs _logs = new();
    private readonly WebApplicationFactory<Text> _factory;

    public OperationsTests() => _factory = new WebApplicationFactory<Text>().WithWebHostBuilder(host => host.ConfigureLogging(logging => logging.ClearProviders().AddProvider(_logs)));

    [Fact]
    public async Task Call_OfAPluginThatThrowsAtTimes_IsRepeated()
    {
        using var client = _factory.CreateClient();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal([new(0, "one\ntwo")], await ChunkAsync(client, "moody", "one\ntwo"));
        }

        Assert.DoesNotContain(_logs.Lines, static line => line.Contains("chunker:lines does what", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_OfAPluginThatIsNotThere_IsDoneByAnother()
    {
        using var client = _factory.CreateClient();
        Assert.Equal([new(0, "one\n"), new(4, "two")], await ChunkAsync(client, "unlicensed", "one\ntwo"));
        Assert.Contains(_logs.Lines, static line => line.StartsWith("chunker:lines does what chunker:unlicensed could not: ", StringComparison.Ordinal) && line.Contains("There is no license.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_OfAPluginThatGoesOnFailing_LeavesItAloneAndOthersNot()
    {
        using var client = _factory.CreateClient();
        for (var i = 0; i < 10; i++)
        {
            Assert.Empty(await ChunkAsync(client, "moody", string.Empty));
        }

        Assert.Contains(_logs.Lines, static line => line.StartsWith("chunker:lines does what chunker:moody could not: The circuit is now open", StringComparison.Ordinal));
        Assert.Equal([new(0, "one\ntwo")], await ChunkAsync(client, "waiting", "one\ntwo"));
    }

    [Fact]
    public async Task Call_ThatIsWrong_IsNeitherRepeatedNorDoneByAnother()
    {
        using var client = _factory.CreateClient();
        using var scope = _factory.Services.CreateScope();
        var chunker = scope.ServiceProvider.GetRequiredKeyedService<IChunker>("chunker:fixed");
        Assert.Throws<ArgumentOutOfRangeException>(() => chunker.Chunk("Hello", 0));
        Assert.DoesNotContain(_logs.Lines, static line => line.Contains("chunker:lines does what", StringComparison.Ordinal));
        using var missing = await client.PostAsJsonAsync("/chunks/nobody", new Text("x"), s_cancellation);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Health_OfTenPlugins_IsBadOnlyForWhatIsRequired()
    {
        using var client = _factory.CreateClient();
        var (status, checks) = await HealthAsync(client, "ready");
        Assert.Equal((HttpStatusCode.OK, 10), (status, checks.Count));
        Assert.StartsWith("Degraded: It is unavailable: ", checks["plugin chunker:broken"], StringComparison.Ordinal);
        Assert.StartsWith("Degraded: It is unavailable: ", checks["plugin chunker:unlicensed"], StringComparison.Ordinal);
        Assert.Equal("Degraded: It is degraded: The dictionary is old.", checks["plugin chunker:flapping"]);
        Assert.Equal("Healthy: It is ready.", checks["plugin chunker:waiting"]);
        Assert.Equal(HttpStatusCode.OK, (await HealthAsync(client, "live")).Status);

        await _factory.Services.GetRequiredService<IPluginRegistry>().TeardownPluginAsync("chunker:greedy", s_cancellation);
        (status, checks) = await HealthAsync(client, "live");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("Unhealthy: It is stopped. The host requires it, and only a restart of the process gives it back.", checks["plugin chunker:greedy live"]);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await HealthAsync(client, "ready")).Status);
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        _logs.Dispose();
    }

    private static async Task<Chunk[]> ChunkAsync(HttpClient client, string name, string text)
    {
        using var answer = await client.PostAsJsonAsync($"/chunks/{name}", new Text(text), s_cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<Chunk[]>(s_cancellation) ?? [];
    }

    private static async Task<(HttpStatusCode Status, Dictionary<string, string> Checks)> HealthAsync(HttpClient client, string tag)
    {
        using var answer = await client.GetAsync(new Uri($"/health/{tag}", UriKind.Relative), s_cancellation);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<Dictionary<string, string>>(s_cancellation) ?? []);
    }
}

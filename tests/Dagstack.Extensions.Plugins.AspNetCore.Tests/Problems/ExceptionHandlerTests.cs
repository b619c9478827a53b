using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Chunking;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Problems;

public sealed class ExceptionHandlerTests
{
    private const string Secret = "the password is hunter2";

    [Theory]
    [InlineData("Production", false)]
    [InlineData("Development", true)]
    public async Task Request_APluginThatDoesNotServe_Is503WithItsReasonInDevelopmentOnly(string environment, bool tells)
    {
        await using var host = await StartAsync(environment, static o => o.RetryAfter = TimeSpan.FromSeconds(7));

        using var answer = await host.Client.GetAsync("/call", TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("7", answer.Headers.GetValues("Retry-After").Single());
        Assert.Equal("https://dagstack.dev/problems/plugin-unavailable", problem.GetProperty("type").GetString());
        Assert.Equal(("PluginUnavailable", "chunker:moody", "unavailable"), (problem.GetProperty("code").GetString(), problem.GetProperty("plugin").GetString(), problem.GetProperty("state").GetString()));
        Assert.Equal(tells, text.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Request_APluginThatIsNotInTime_Is504()
    {
        await using var host = await StartAsync("Production", null);

        var (status, problem) = await GetAsync(host, "/timeout");

        Assert.Equal(HttpStatusCode.GatewayTimeout, status);
        Assert.Equal(("https://dagstack.dev/problems/plugin-timeout", "chunker:moody"), (problem.GetProperty("type").GetString(), problem.GetProperty("plugin").GetString()));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.InternalServerError)]
    [InlineData(415, HttpStatusCode.UnsupportedMediaType)]
    public async Task Request_NoPluginForIt_IsWhatTheOptionsSay(int? option, HttpStatusCode expected)
    {
        await using var host = await StartAsync("Production", o => o.NoCapabilityStatus = option);

        var (status, problem) = await GetAsync(host, "/none");

        Assert.Equal(expected, status);
        Assert.Equal(option is not null, problem.TryGetProperty("code", out _));
    }

    [Fact]
    public async Task Request_AnErrorOfTheApplication_IsLeftAlone()
    {
        await using var host = await StartAsync("Production", null);

        var (status, problem) = await GetAsync(host, "/own");

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.False(problem.TryGetProperty("code", out _));
    }

    [Fact]
    public async Task Request_AClientThatTakesNoJson_HasTheStatus()
    {
        await using var host = await StartAsync("Production", null);

        using var answer = await host.SendAsync(HttpMethod.Get, "/call", "Accept: image/png");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("10", answer.Headers.GetValues("Retry-After").Single());
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        var options = new PluginProblemOptions();

        Assert.Throws<ArgumentOutOfRangeException>(() => options.RetryAfter = TimeSpan.Zero);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.NoCapabilityStatus = 200);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PluginEndpointOptions { MaxListeners = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PluginEndpointOptions { Heartbeat = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PluginEndpointOptions { ReadTimeout = TimeSpan.FromDays(2) });
    }

    private static Task<WebHost> StartAsync(string environment, Action<PluginProblemOptions>? configure) => WebHost.StartAsync(
        static o => o.Add(new PluginManifest { Id = new("chunker", "moody"), SupportsExtensions = [".py"] }, static _ => new MoodyChunker(new() { Fault = Secret })),
        static app =>
        {
            app.UseExceptionHandler();
            app.MapGet("/call", static ([FromKeyedServices("chunker:moody")] IChunker chunker) => chunker.Chunk("text"));
            app.MapGet("/none", static (IPlugins<IChunker> chunkers) => chunkers.For(extension: ".rs").Chunk("text"));
            app.MapGet("/timeout", static string () => throw new PluginTimeoutException(new("chunker", "moody"), "call", TimeSpan.FromSeconds(1), "It took too long."));
            app.MapGet("/own", static string () => throw new FormatException("mine"));
        },
        environment,
        builder => builder.Services.AddDagstackProblemDetails().AddDagstackProblemDetails(configure));

    private static async Task<(HttpStatusCode Status, JsonElement Problem)> GetAsync(WebHost host, string path)
    {
        using var answer = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }
}

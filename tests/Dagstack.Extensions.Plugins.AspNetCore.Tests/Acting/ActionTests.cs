using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Acting;

public sealed class ActionTests
{
    private const string Ada = "X-User: ada";

    [Fact]
    public async Task Actions_AnAuthorizedUser_StopStartAndReloadAPlugin()
    {
        await using var host = await StartAsync(new());

        Assert.Equal("stopped", await DoAsync(host, "chunker/fixed/teardown"));
        Assert.Equal("ready", await DoAsync(host, "chunker/fixed/setup"));
        Assert.Equal("replaced", await DoAsync(host, "chunker/fixed/reload"));
        Assert.Equal(2, host.Application.Services.GetRegistry().Find("chunker:fixed")!.Generation - 1);
    }

    [Fact]
    public async Task Actions_Activate_MakesAnotherOneActive()
    {
        await using var host = await StartAsync(new());

        Assert.Equal("active", await DoAsync(host, "chunker/given/activate"));

        using var request = await host.SendAsync(HttpMethod.Get, "/plugins", Ada);
        var list = await request.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        var kind = list.GetProperty("kinds").EnumerateArray().Single(static kind => kind.GetProperty("kind").GetString() == "chunker");
        Assert.Equal(("chunker:given", "call"), (kind.GetProperty("active").GetString(), kind.GetProperty("chosenBy").GetString()));
        Assert.Equal("chunker:given", Assert.Single(list.GetProperty("plugins").EnumerateArray(), static plugin => plugin.GetProperty("active").GetBoolean()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Actions_AnAuthorizedUser_AreInTheAuditLogWithTheName()
    {
        await using var host = await StartAsync(new());

        using var answer = await host.SendAsync(HttpMethod.Post, "/plugins/chunker/fixed/reload", "X-User: " + Uri.EscapeDataString("ada\u001b[31m\nfaked line" + new string('a', 10_000)));

        var lines = host.Logs.Lines.Where(static line => line.Contains("Plugins.Audit[35", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, lines.Count);
        Assert.StartsWith("Information Dagstack.Extensions.Plugins.Audit[350] ada\\u001B[31m\\u000Afaked line", lines[0], StringComparison.Ordinal);
        Assert.Contains("came to replaced", lines[1], StringComparison.Ordinal);
        Assert.All(lines, static line => Assert.True(line.Length < 400 && !line.Contains('\n', StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Actions_APluginThatFails_IsAProblemWithItsReason()
    {
        var mood = new Mood { Fault = "no such model" };
        await using var host = await StartAsync(mood);

        using var failed = await host.SendAsync(HttpMethod.Post, "/plugins/chunker/moody/retry", Ada);
        var problem = await failed.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        mood.Fault = null;
        var recovered = await DoAsync(host, "retry");

        Assert.Equal(HttpStatusCode.Conflict, failed.StatusCode);
        Assert.Equal("https://dagstack.dev/problems/action-failed", problem.GetProperty("type").GetString());
        Assert.Contains("no such model", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("unavailable", problem.GetProperty("outcome").GetString());
        Assert.Equal("PluginUnavailable", problem.GetProperty("code").GetString());
        Assert.Equal("ready", recovered);
    }

    [Theory]
    [InlineData("chunker/fixed/retry", HttpStatusCode.Conflict, "not-possible", "reload it")]
    [InlineData("chunker/given/reload", HttpStatusCode.Conflict, "not-possible", "Give o.Add a factory")]
    [InlineData("chunker/fixt/reload", HttpStatusCode.NotFound, "no-such-plugin", "Did you mean 'chunker:fixed'?")]
    [InlineData("chunker/fixt/activate", HttpStatusCode.NotFound, "no-such-plugin", "Did you mean 'chunker:fixed'?")]
    [InlineData("chunker/fixt/setup", HttpStatusCode.NotFound, "no-such-plugin", "Did you mean 'chunker:fixed'?")]
    [InlineData("chunker/sulking/teardown", HttpStatusCode.Conflict, "action-failed", "will not go")]
    public async Task Actions_ThatCannotBe_SayWhy(string path, HttpStatusCode status, string type, string text)
    {
        await using var host = await StartAsync(new());

        using var answer = await host.SendAsync(HttpMethod.Post, "/plugins/" + path, Ada);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
        Assert.EndsWith("/" + type, problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Contains(text, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actions_AReloadThatFails_IsAProblemAndTheOldOneServes()
    {
        var mood = new Mood();
        await using var host = await StartAsync(mood);
        mood.Fault = "no such model";

        using var answer = await host.SendAsync(HttpMethod.Post, "/plugins/chunker/moody/reload", Ada);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(("https://dagstack.dev/problems/action-failed", "failed"), (problem.GetProperty("type").GetString(), problem.GetProperty("outcome").GetString()));
        Assert.Contains("no such model", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.True(host.Application.Services.GetRegistry().Find("chunker:moody")!.IsServing);
    }

    [Fact]
    public async Task Actions_ActivateWhereAPolicyChooses_SaysSo()
    {
        await using var host = await WebHost.StartAsync(
            static o => o.Discover("plugins/").ForKind("chunker", static kind => kind.RoutingPolicy = static _ => "fixed"),
            static app => app.MapDagstackPlugins(configure: static o => o.AllowActions = true).RequireAuthorization(),
            configure: static builder => HeaderAuthentication.Add(builder.Services));

        using var answer = await host.SendAsync(HttpMethod.Post, "/plugins/chunker/fixed/activate", Ada);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("problems/not-possible", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actions_AHostWithoutReloads_SaysTheLineToAdd()
    {
        await using var host = await WebHost.StartAsync(static o => o.Discover("plugins/"), static app => app.MapDagstackPlugins(configure: static o => o.AllowActions = true).RequireAuthorization(), configure: static builder => HeaderAuthentication.Add(builder.Services));

        using var answer = await host.SendAsync(HttpMethod.Post, "/plugins/chunker/fixed/reload", Ada);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("o.AllowReload()", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actions_TheClientGoesAway_GoOnAndAreAudited()
    {
        var (mood, gate) = (new Mood(), new TaskCompletionSource());
        await using var host = await StartAsync(mood);
        await DoAsync(host, "chunker/moody/teardown");
        mood.Setup = gate.Task;
        using var leaving = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/plugins/chunker/moody/setup") { Headers = { { "X-User", "ada" } } };

        var asked = host.Client.SendAsync(request, leaving.Token);
        await Wait.UntilAsync(() => mood.Starts == 2);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        gate.SetResult();

        await Wait.UntilAsync(() => host.Application.Services.GetRegistry().Find("chunker:moody")!.State == PluginState.Ready);
        await Wait.UntilAsync(() => host.Logs.Lines.Any(static line => line.Contains("[351] The setup of chunker:moody that ada asked for came to ready", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Actions_AFormOfAPage_LeadsBackToThePlugin()
    {
        await using var host = await StartAsync(new());
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = host.Client.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/plugins/chunker/fixed/reload") { Headers = { { "X-User", "ada" }, { "Accept", "text/html,application/xhtml+xml,*/*;q=0.8" }, { "Sec-Fetch-Site", "same-origin" } }, Content = new FormUrlEncodedContent([]) };

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/plugins/chunker/fixed?did=reload", answer.Headers.Location!.ToString());
    }

    private static Task<WebHost> StartAsync(Mood mood) => WebHost.StartAsync(
        o => o.Discover("plugins/").AllowReload().Add("chunker:moody", _ => new MoodyChunker(mood)).Add("chunker:given", new MoodyChunker(new())).Add("chunker:sulking", new MoodyChunker(new() { TeardownFault = "will not go" })),
        static app => app.MapDagstackPlugins(configure: static o => o.AllowActions = true).RequireAuthorization(),
        "Production",
        static builder =>
        {
            HeaderAuthentication.Add(builder.Services);
        });

    private static async Task<string?> DoAsync(WebHost host, string action)
    {
        using var answer = await host.SendAsync(HttpMethod.Post, "/plugins/" + action, Ada);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("outcome").GetString();
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Acting;

public sealed class RefusalTests
{
    private const string Ada = "X-User: ada";
    private const string Path = "/plugins/chunker/fixed/teardown";

    [Theory]
    [InlineData("Sec-Fetch-Site: cross-site")]
    [InlineData("Sec-Fetch-Site: same-site")]
    [InlineData("Sec-Fetch-Site: anything")]
    [InlineData("Origin: https://evil.example")]
    [InlineData("Origin: null")]
    [InlineData("Origin: http://127.0.0.1:1")]
    [InlineData("Origin: http://localhost")]
    [InlineData("Origin: file:///etc/passwd")]
    [InlineData("Origin: \u001b[31m")]
    public async Task Actions_OfAnotherSite_AreRefusedAndAudited(string header)
    {
        await using var host = await StartAsync(allowActions: true);

        var problem = await RefusedAsync(host, HttpStatusCode.Forbidden, Ada, header);

        Assert.EndsWith("/cross-site", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        var line = Assert.Single(host.Logs.Lines, static line => line.Contains("Plugins.Audit[35", StringComparison.Ordinal));
        Assert.StartsWith("Warning Dagstack.Extensions.Plugins.Audit[353] Refused the teardown of chunker:fixed that ada asked for", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', line);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site: same-origin", "Origin: null")]
    [InlineData("Sec-Fetch-Site: none", "Accept: */*")]
    [InlineData("Origin: {origin}", "Accept: */*")]
    [InlineData("Accept: */*", "Accept-Language: en")]
    public async Task Actions_OfThisSiteOrNoBrowser_AreDone(string first, string second)
    {
        await using var host = await StartAsync(allowActions: true);

        using var answer = await host.SendAsync(HttpMethod.Post, Path, Ada, first.Replace("{origin}", host.Client.BaseAddress!.ToString().TrimEnd('/'), StringComparison.Ordinal), second);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(PluginState.Stopped, host.Application.Services.GetRegistry().Find("chunker:fixed")!.State);
    }

    [Fact]
    public async Task Actions_NotAllowed_SayTheLineToAdd()
    {
        await using var host = await StartAsync(allowActions: false);

        var problem = await RefusedAsync(host, HttpStatusCode.Forbidden, Ada);

        Assert.EndsWith("/actions-off", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Contains("o.AllowActions = true", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actions_AUserOfTheFallbackPolicy_AreDone()
    {
        await using var host = await WebHost.StartAsync(
            static o => o.Discover("plugins/"),
            static app => app.MapDagstackPlugins(configure: static o => o.AllowActions = true),
            "Production",
            static builder =>
            {
                HeaderAuthentication.Add(builder.Services);
                builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder(HeaderAuthentication.Header).RequireAuthenticatedUser().Build());
            });

        using var nobody = await host.SendAsync(HttpMethod.Post, Path);
        using var answer = await host.SendAsync(HttpMethod.Post, Path, Ada);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (nobody.StatusCode, answer.StatusCode));
    }

    [Fact]
    public async Task Actions_Nobody_IsChallenged()
    {
        await using var host = await StartAsync(allowActions: true);

        using var answer = await host.SendAsync(HttpMethod.Post, Path);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(PluginState.Ready, host.Application.Services.GetRegistry().Find("chunker:fixed")!.State);
    }

    [Theory]
    [InlineData("Development", false)]
    [InlineData("Production", true)]
    public async Task Actions_WhereAnybodyMaySee_AreNobodys(string environment, bool anonymous)
    {
        await using var host = await WebHost.StartAsync(
            static o => o.Discover("plugins/"),
            app =>
            {
                var mapped = app.MapDagstackPlugins(configure: static o => o.AllowActions = true);
                _ = anonymous ? mapped.RequireAuthorization().AllowAnonymous() : mapped;
            },
            environment,
            static builder => HeaderAuthentication.Add(builder.Services));

        var problem = await RefusedAsync(host, HttpStatusCode.Forbidden, Ada);

        Assert.EndsWith("/not-authorized", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Contains(".RequireAuthorization()", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(PluginState.Ready, host.Application.Services.GetRegistry().Find("chunker:fixed")!.State);
    }

    private static Task<WebHost> StartAsync(bool allowActions) => WebHost.StartAsync(
        static o => o.Discover("plugins/"),
        app => app.MapDagstackPlugins(configure: o => o.AllowActions = allowActions).RequireAuthorization(),
        "Production",
        static builder => HeaderAuthentication.Add(builder.Services));

    private static async Task<JsonElement> RefusedAsync(WebHost host, HttpStatusCode expected, params string[] headers)
    {
        using var answer = await host.SendAsync(HttpMethod.Post, Path, headers);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(PluginState.Ready, host.Application.Services.GetRegistry().Find("chunker:fixed")!.State);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}

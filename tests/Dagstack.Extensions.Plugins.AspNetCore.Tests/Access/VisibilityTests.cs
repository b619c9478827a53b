using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Access;

public sealed class VisibilityTests
{
    [Theory]
    [InlineData("GET", "/plugins")]
    [InlineData("POST", "/plugins")]
    [InlineData("GET", "/plugins/chunker/fixed")]
    [InlineData("DELETE", "/plugins/chunker/fixed")]
    [InlineData("POST", "/plugins/chunker/fixed/reload")]
    [InlineData("GET", "/plugins/nothing/here/at/all")]
    public async Task InProduction_NothingSaysWhoMay_LooksAsIfThereWereNothing(string method, string path)
    {
        await using var host = await WebHost.StartAsync(static o => o.Discover("plugins/"), static app => app.MapDagstackPlugins(), "Production");

        using var hidden = await host.SendAsync(new(method), path);
        using var missing = await host.SendAsync(new(method), "/not/mapped/at/all");

        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        Assert.Equal(Shown(missing), Shown(hidden));
    }

    [Fact]
    public async Task InProduction_NothingSaysWhoMay_SaysOnceWhichLineToAdd()
    {
        await using var host = await WebHost.StartAsync(static o => o.Discover("plugins/"), static app => app.MapDagstackPlugins(), "Production");

        using var first = await host.SendAsync(HttpMethod.Get, "/plugins");
        using var second = await host.SendAsync(HttpMethod.Get, "/plugins");

        var line = Assert.Single(host.Logs.Lines, static line => line.Contains("[340]", StringComparison.Ordinal));
        Assert.StartsWith("Critical ", line, StringComparison.Ordinal);
        Assert.Contains(".RequireAuthorization()", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InProduction_AllowAnonymous_IsOpen()
    {
        await using var host = await WebHost.StartAsync(static o => o.Discover("plugins/"), static app => app.MapDagstackPlugins().AllowAnonymous(), "Production");

        using var answer = await host.SendAsync(HttpMethod.Get, "/plugins");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.DoesNotContain(host.Logs.Lines, static line => line.Contains("[340]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/plugins")]
    [InlineData("/plugins/chunker/fixed")]
    [InlineData("/plugins/nothing/here/at/all")]
    public async Task RequireAuthorization_Nobody_IsChallenged(string path)
    {
        await using var host = await WebHost.StartAsync(
            static o => o.Discover("plugins/"),
            static app => app.MapDagstackPlugins().RequireAuthorization(),
            "Production",
            static builder => HeaderAuthentication.Add(builder.Services));

        using var nobody = await host.SendAsync(HttpMethod.Get, path);
        using var somebody = await host.SendAsync(HttpMethod.Get, "/plugins", "X-User: ada");

        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        Assert.Equal(HttpStatusCode.OK, somebody.StatusCode);
    }

    [Fact]
    public async Task FallbackPolicy_OfTheApplication_Counts()
    {
        await using var host = await WebHost.StartAsync(
            static o => o.Discover("plugins/"),
            static app => app.MapDagstackPlugins(),
            "Production",
            static builder =>
            {
                HeaderAuthentication.Add(builder.Services);
                builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder(HeaderAuthentication.Header).RequireUserName("ada").Build());
            });

        using var nobody = await host.SendAsync(HttpMethod.Get, "/plugins");
        using var other = await host.SendAsync(HttpMethod.Get, "/plugins", "X-User: eve");
        using var somebody = await host.SendAsync(HttpMethod.Get, "/plugins", "X-User: ada");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.OK), (nobody.StatusCode, other.StatusCode, somebody.StatusCode));
    }

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("app.localhost", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    [InlineData("dev.example.org", HttpStatusCode.OK)]
    [InlineData("rebound.example.com", HttpStatusCode.NotFound)]
    public async Task InDevelopment_ANameThatAnySiteMayTake_IsHidden(string name, HttpStatusCode expected)
    {
        // What filters hosts by AllowedHosts itself would be asked first.
        await using var host = await WebHost.StartAsync(
            static o => o.Discover("plugins/"),
            static app => app.MapDagstackPlugins(),
            configure: static builder => builder.Configuration.AddInMemoryCollection([new("AllowedHosts", "*;dev.example.org")]));

        using var answer = await host.SendAsync(HttpMethod.Get, "/plugins", $"Host: {name}");

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.NotFound, host.Logs.Lines.Any(static line => line.Contains("[341]", StringComparison.Ordinal)));
    }

    private static string Shown(HttpResponseMessage response) =>
        string.Join('\n', response.Headers.Concat(response.Content.Headers).Where(static header => header.Key != "Date").Select(static header => $"{header.Key}: {string.Join(',', header.Value)}"));
}

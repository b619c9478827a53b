using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
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

    [Theory]
    [InlineData("GET", "localhost", "", HttpStatusCode.OK)]
    [InlineData("GET", "127.0.0.1", "", HttpStatusCode.OK)]
    [InlineData("GET", "ops.example.org", "", HttpStatusCode.OK)]
    [InlineData("GET", "rebound.example.com", "", HttpStatusCode.NotFound)]
    [InlineData("POST", "rebound.example.com", "", HttpStatusCode.NotFound)]
    [InlineData("POST", "localhost", "", HttpStatusCode.OK)]
    [InlineData("GET", "rebound.example.com", "ada", HttpStatusCode.OK)]
    [InlineData("POST", "rebound.example.com", "ada", HttpStatusCode.OK)]
    public async Task APolicyThatAsksForNoUser_ANameThatAnySiteMayTake_IsForUsersOnly(string method, string name, string user, HttpStatusCode expected)
    {
        foreach (var isFallback in (bool[])[false, true])
        {
            await using var host = await WebHost.StartAsync(
                static o => o.Discover("plugins/"),
                app =>
                {
                    var mapped = app.MapDagstackPlugins(configure: static o => o.AllowActions = true);
                    _ = isFallback ? mapped : mapped.RequireAuthorization("here");
                },
                "Production",
                builder =>
                {
                    HeaderAuthentication.Add(builder.Services);
                    var here = new AuthorizationPolicyBuilder(HeaderAuthentication.Header).RequireAssertion(static _ => true).Build();
                    builder.Services.AddAuthorization(o => (_, o.FallbackPolicy) = (Policy(o, here), isFallback ? here : null));
                    builder.Configuration.AddInMemoryCollection([new("AllowedHosts", "*;ops.example.org")]);
                });

            using var answer = await host.SendAsync(new(method), method == "GET" ? "/plugins" : "/plugins/chunker/fixed/teardown", $"Host: {name}", $"X-User: {user}");

            Assert.Equal(expected, answer.StatusCode);
            Assert.Equal(method == "POST" && expected == HttpStatusCode.OK, host.Application.Services.GetRegistry().Find("chunker:fixed")!.State == PluginState.Stopped);
            Assert.Equal(expected == HttpStatusCode.NotFound, host.Logs.Lines.Any(static line => line.Contains("[341]", StringComparison.Ordinal)));
        }

        static bool Policy(AuthorizationOptions options, AuthorizationPolicy policy)
        {
            options.AddPolicy("here", policy);
            return true;
        }
    }

    [Theory]
    [InlineData("localhost", "localhost", HttpStatusCode.OK)]
    [InlineData("localhost", "rebound.example.com", HttpStatusCode.NotFound)]
    [InlineData("rebound.example.com", "localhost", HttpStatusCode.NotFound)]
    public async Task InDevelopmentBehindAProxy_BothNames_HaveToBeOwn(string sent, string forwarded, HttpStatusCode expected)
    {
        await using var host = await WebHost.StartAsync(static o => o.Discover("plugins/"), static app =>
        {
            app.UseForwardedHeaders(new() { ForwardedHeaders = ForwardedHeaders.All });
            app.MapDagstackPlugins();
        });

        using var answer = await host.SendAsync(HttpMethod.Get, "/plugins", $"Host: {sent}", $"X-Forwarded-Host: {forwarded}", "X-Forwarded-For: 10.0.0.1", "X-Forwarded-Proto: http");

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "Origin: https://evil.example")]
    [InlineData(HttpStatusCode.Forbidden, "Origin: null")]
    [InlineData(HttpStatusCode.Forbidden, "Origin: https://evil.example", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors")]
    [InlineData(HttpStatusCode.Forbidden, "Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: no-cors")]
    [InlineData(HttpStatusCode.OK, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")]
    [InlineData(HttpStatusCode.OK, "Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: cors")]
    [InlineData(HttpStatusCode.OK, "Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate")]
    [InlineData(HttpStatusCode.OK)]
    public async Task InDevelopment_APageOfAnotherSite_MayLeadHereAndNotReadWhateverCorsSays(HttpStatusCode expected, params string[] headers)
    {
        await using var host = await WebHost.StartAsync(
            static o => o.Discover("plugins/"),
            static app =>
            {
                app.UseCors(static policy => policy.AllowAnyOrigin());
                app.MapDagstackPlugins();
            },
            configure: static builder => builder.Services.AddCors());

        using var list = await host.SendAsync(HttpMethod.Get, "/plugins", headers);
        using var report = await host.SendAsync(HttpMethod.Get, "/plugins/chunker/fixed", headers);
        var text = await list.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal((expected, expected), (list.StatusCode, report.StatusCode));
        Assert.Equal(expected == HttpStatusCode.Forbidden, text.Contains("https://dagstack.dev/problems/cross-site", StringComparison.Ordinal));
        Assert.Equal(expected == HttpStatusCode.OK, text.Contains("chunker:fixed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AllowAnonymous_UnderAnyName_StaysReadable()
    {
        await using var host = await WebHost.StartAsync(static o => o.Discover("plugins/"), static app => app.MapDagstackPlugins().AllowAnonymous(), "Production");

        using var answer = await host.SendAsync(HttpMethod.Get, "/plugins", "Host: any.example.com", "Origin: https://other.example");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static string Shown(HttpResponseMessage response) =>
        string.Join('\n', response.Headers.Concat(response.Content.Headers).Where(static header => header.Key != "Date").Select(static header => $"{header.Key}: {string.Join(',', header.Value)}"));
}

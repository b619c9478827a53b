using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>A server that asks who calls, as any endpoint of an application does.</summary>
public sealed class AuthorizationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    [InlineData("sesame", HttpStatusCode.OK)]
    public async Task Call_OfAServerWithAuthorization_IsForThoseWhoAreKnown(string? word, HttpStatusCode expected)
    {
        var calls = 0;
        await using var web = await WebExport.StartAsync(
            static e => { },
            map: application => application.MapDagstackMcp("/locked", e => e.Export("chunker:*").MapMetadata = (user, said) =>
            {
                calls++;
                return new Dictionary<string, object?>(said) { [CallMetadata.Actor] = user!.Identity!.Name };
            }).RequireAuthorization(),
            services: static services =>
            {
                services.AddAuthentication("word").AddScheme<AuthenticationSchemeOptions, WordHandler>("word", null);
                services.AddAuthorization();
            });
        using var http = new HttpClient();
        using var request = RawRequest.Make(new(web.Url, "/locked"), "tools/call", "\"name\":\"chunker_fixed_context\"", tool: "chunker_fixed_context");
        request.Headers.Authorization = word is null ? null : new AuthenticationHeaderValue("Bearer", word);

        using var response = await http.SendAsync(request, Token);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? 1 : 0, calls);
        Assert.Equal(expected == HttpStatusCode.OK, (await response.Content.ReadAsStringAsync(Token)).Contains("\"actor\":\"ali\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("initialize", "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}")]
    [InlineData("tools/list", "\"cursor\":null")]
    [InlineData("subscriptions/listen", "\"notifications\":{\"toolsListChanged\":true}")]
    public async Task AnyRequest_OfNobody_IsRefused(string method, string parameters)
    {
        await using var web = await WebExport.StartAsync(
            static e => { },
            map: static application => application.MapDagstackMcp("/locked", static e => e.Export("chunker:*")).RequireAuthorization(),
            services: static services =>
            {
                services.AddAuthentication("word").AddScheme<AuthenticationSchemeOptions, WordHandler>("word", null);
                services.AddAuthorization();
            });
        using var http = new HttpClient();

        using var response = await http.SendAsync(RawRequest.Make(new(web.Url, "/locked"), method, parameters), HttpCompletionOption.ResponseHeadersRead, Token);
        using var stream = await http.GetAsync(new Uri(web.Url, "/locked"), HttpCompletionOption.ResponseHeadersRead, Token);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (response.StatusCode, stream.StatusCode));
    }

    private sealed class WordHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            Request.Headers.Authorization == "Bearer sesame"
                ? AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "ali")], "word")), "word"))
                : AuthenticateResult.NoResult());
    }
}

using System.Net;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Export;

/// <summary>Which hosts requests are for, and pages that make them are of.</summary>
public sealed class HostsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Host", "evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Host", "localhost:1234", HttpStatusCode.OK)]
    [InlineData("Host", "127.0.0.1.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Host", "tools.example.org", HttpStatusCode.OK)]
    [InlineData("Host", "a.below.example.org", HttpStatusCode.OK)]
    [InlineData("Host", "below.example.org", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "file://", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "chrome-extension://localhost", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://localhost:6274", HttpStatusCode.OK)]
    [InlineData("Origin", "https://tools.example.org", HttpStatusCode.OK)]
    public async Task Request_OfAHostOrAPage_IsServedIfItIsKnown(string header, string value, HttpStatusCode expected)
    {
        await using var web = await WebExport.StartAsync(static e =>
        {
            e.AllowedHosts.Add("tools.example.org");
            e.AllowedHosts.Add("*.below.example.org");
        });

        await AssertAsync(web, expected, (header, value));
    }

    [Theory]
    [InlineData("http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("https://any.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("http://*", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost:6274", HttpStatusCode.OK)]
    [InlineData("https://pages.example.org", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task Page_WhereRequestsMayBeForAnyHost_IsServedIfItIsNamed(string? origin, HttpStatusCode expected)
    {
        await using var web = await WebExport.StartAsync(static e =>
        {
            e.AllowedHosts.Add("*");
            e.AllowedHosts.Add("pages.example.org");
        });

        // What a page sends that was led to this machine under its own name.
        await AssertAsync(web, expected, origin is null ? [("Host", "any.example")] : [("Host", "any.example"), ("Origin", origin)]);
    }

    [Theory]
    [InlineData("tools.example.org:8080")]
    [InlineData("https://tools.example.org")]
    [InlineData(" tools.example.org")]
    [InlineData("")]
    public async Task Map_HostThatIsNone_IsRefused(string host)
    {
        var fault = await Assert.ThrowsAsync<ArgumentException>(() => WebExport.StartAsync(e => e.AllowedHosts.Add(host)));

        Assert.StartsWith($"'{host}' in AllowedHosts of MapDagstackMcp is no host", fault.Message, StringComparison.Ordinal);
    }

    private static async Task AssertAsync(WebExport web, HttpStatusCode expected, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, web.Url);
        request.Content = new StringContent("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""", System.Text.Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);

        Assert.Equal(expected, response.StatusCode);
        Assert.True(expected == HttpStatusCode.OK || (await response.Content.ReadAsStringAsync(Token)).Contains("AllowedHosts", StringComparison.Ordinal));
    }
}

using System.Net;
using System.Text.RegularExpressions;
using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Site;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Scenarios;

public sealed partial class ServedFilesTests
{
    [Fact]
    public async Task Page_OfTheList_HasThePolicyAndIsNotKept()
    {
        await using var site = await PluginSite.StartAsync(static o => o.Add("chunker:fixed", new Chunker()));

        using var response = await GetAsync(site.List);

        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("Accept", response.Headers.Vary);
    }

    [Fact]
    public async Task Files_OfThePage_HaveTheirContentInTheirNamesAndAreKept()
    {
        await using var site = await PluginSite.StartAsync(static o => o.Add("chunker:fixed", new Chunker()));
        using var page = await GetAsync(site.List);
        var files = FileOfThePage().Matches(await page.Content.ReadAsStringAsync()).Select(static match => match.Value).ToList();

        Assert.Equal(2, files.Count);
        foreach (var file in files)
        {
            using var response = await GetAsync(new(site.Root, file));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("immutable", response.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
            Assert.True((await response.Content.ReadAsByteArrayAsync()).Length < 16 * 1024, $"{file} is not small.");
        }
    }

    [Fact]
    public async Task Page_OfAPluginThatIsNotThere_SaysWhichIsNear()
    {
        await using var site = await PluginSite.StartAsync(static o => o.Add("chunker:fixed", new Chunker()));

        using var response = await GetAsync(site.Of("chunker:fixd"));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("Did you mean &#x27;chunker:fixed&#x27;?", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> GetAsync(Uri address)
    {
        using var client = new HttpClient { Timeout = Limits.Patience };
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(@"/plugins/-/page\.[0-9a-f]{16}\.(css|js)")]
    private static partial Regex FileOfThePage();
}

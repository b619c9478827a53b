using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Serving;

public sealed partial class RootTests
{
    [Theory]
    [InlineData("/", "//evil.example//x", "/")]
    [InlineData("/", "//evil.example/x//y/", "/")]
    [InlineData("/", "///evil.example", "/")]
    [InlineData("/plugins", "/plugins//evil.example//x//", "/plugins")]
    [InlineData("/plugins", "/plugins/not/here/at/all", "/plugins")]
    [InlineData("/plugins", "/plugins//", "/plugins")]
    public async Task Page_OfAnAddressWithEmptyParts_LeadsToNoOtherHost(string place, string path, string list)
    {
        await using var host = await WebHost.StartAsync(static o => o.Discover("plugins/"), app => app.MapDagstackPlugins(place));

        using var answer = await host.SendAsync(HttpMethod.Get, host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + path, "Accept: text/html");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.OK);
        var addresses = Addresses().Matches(text).Select(static match => match.Groups[1].Value).Where(static address => address[0] is not ('#' or 'd')).ToList();
        Assert.Contains(list, addresses);
        Assert.All(addresses, address => Assert.Matches($"^{place.TrimEnd('/')}(/(?!/)|$)", address));
    }

    [GeneratedRegex("""(?:href|src|action|data-events)="([^"]+)["]""")]
    private static partial Regex Addresses();
}

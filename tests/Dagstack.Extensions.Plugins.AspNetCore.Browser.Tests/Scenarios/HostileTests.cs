using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Browser;
using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Site;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Scenarios;

public sealed class HostileTests(Chromium chromium) : IDisposable
{
    private const string Attack = "<script>alert(1)</script><img src=x onerror=alert(2)>\u001b[2J\u202Etxt.exe\" onfocus=\"alert(3)";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Texts_OfAHostilePlugin_AreShownCutAndHarmless()
    {
        _folder.Write("plugins/<b>name/dagstack.toml", "[plugin]\nname = '<img src=x onerror=alert(4)>'\nkind = 'chunker'");
        _folder.Write("plugins/long/dagstack.toml", $"[plugin]\nname = '{new string('x', 10_000)}'\nkind = 'chunker'");
        await using var site = await PluginSite.StartAsync(options =>
        {
            options.Discover(_folder.Combine("plugins"));
            options.Add(new PluginManifest { Id = new("chunker", "attack"), Version = Attack, Maintainer = Attack, Capabilities = [Attack] }, static _ => throw new InvalidOperationException(Attack + new string('y', 10_000)));
        });

        await Visit.MakeAsync(chromium, site.List, async page =>
        {
            await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(3);
            await AssertHarmlessAsync(page);

            await page.GotoAsync(site.Of("chunker:attack").ToString());
            await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Facts" })).ToContainTextAsync("<script>alert(1)</script>");
            await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Facts" })).ToContainTextAsync("\\u001B[2J\\u202Etxt.exe");
            await AssertHarmlessAsync(page);

            await page.GotoAsync($"{site.List}?q={Uri.EscapeDataString(Attack)}&state={Uri.EscapeDataString(Attack)}");
            await Assertions.Expect(page.GetByRole(AriaRole.Searchbox)).ToBeVisibleAsync();
            await AssertHarmlessAsync(page);
        });
    }

    /// <summary>Nothing of it became an element, and it does not make the page wider than the window.</summary>
    private static async Task AssertHarmlessAsync(IPage page)
    {
        Assert.Equal(0, await page.Locator("img, script:not([src]), [onerror], [onfocus], b").CountAsync());
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{page.Url} is wider than the window.");
    }
}

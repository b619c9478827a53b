using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Browser;
using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Site;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Scenarios;

public sealed class PlaceTests(Chromium chromium) : IDisposable
{
    private readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData("/plugins", "/shop", "/shop/plugins")]
    [InlineData("/", "", "/")]
    [InlineData("/ops/{team}/plugins", "", "/ops/search/plugins")]
    public async Task Page_WhereverItIs_IsLiveAndLeadsToPluginsAndBack(string place, string basePath, string address)
    {
        await using var site = await PluginSite.StartAsync(_shop.Add, builder => builder.Services.AddSingleton<IStartupFilter>(new BasePath(basePath)), mayAct: true, place: place);

        await Visit.MakeAsync(chromium, new(site.Root, address), async page =>
        {
            await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Live");
            await page.GetByRole(AriaRole.Searchbox).FillAsync("fixed");
            await page.GetByRole(AriaRole.Link, new() { Name = "fixed", Exact = true }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Reload" }).ClickAsync();
            await Assertions.Expect(page.Locator("#notice")).ToContainTextAsync("Generation 2 is in place");
            await page.GetByRole(AriaRole.Link, new() { Name = "Plugins", Exact = true }).ClickAsync();
            await Assertions.Expect(page.Locator("#shown")).ToHaveTextAsync("5 plugins");
            Assert.Equal(new Uri(site.Root, address).AbsolutePath, new Uri(page.Url).AbsolutePath);
        });
    }

    [Fact]
    public async Task TryAllAgain_WherePluginsAreAtTheRootAndThereIsNoScript_LeadsBackToTheList()
    {
        await using var site = await PluginSite.StartAsync(options => options.Add("chunker:late", _ => _shop.Semantic.Create()), mayAct: true, place: "/");

        await Visit.MakeAsync(chromium, site.Root, async page =>
        {
            _shop.Semantic.IsMended = true;
            await page.GetByRole(AriaRole.Button, new() { Name = "Try all unavailable plugins again" }).ClickAsync();

            await Assertions.Expect(page.Locator("#notice")).ToContainTextAsync("All unavailable plugins were tried again.");
            await Assertions.Expect(page.Locator("#shown")).ToHaveTextAsync("1 plugin");
        }, new() { JavaScriptEnabled = false });
    }
}

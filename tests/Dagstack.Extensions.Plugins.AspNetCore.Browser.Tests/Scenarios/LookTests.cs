using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Browser;
using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Site;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Scenarios;

public sealed class LookTests(Chromium chromium) : IDisposable
{
    private readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task Colours_OfADarkWindow_AreDark()
    {
        await using var site = await PluginSite.StartAsync(_shop.Add);

        await Visit.MakeAsync(chromium, site.List, static async page =>
        {
            Assert.True(await BrightnessAsync(page, "backgroundColor") < 60);
            Assert.True(await BrightnessAsync(page, "color") > 200);
        }, new() { ColorScheme = ColorScheme.Dark });
        await Visit.MakeAsync(chromium, site.List, static async page => Assert.True(await BrightnessAsync(page, "backgroundColor") > 200), new() { ColorScheme = ColorScheme.Light });
    }

    [Theory]
    [InlineData("/plugins", 360)]
    [InlineData("/plugins/chunker/markdown", 360)]
    [InlineData("/plugins/-/start", 360)]
    [InlineData("/plugins/chunker/semantic", 640)] // A window of 1280 at a zoom of 200 %.
    public async Task Page_InANarrowWindow_IsNotWiderThanIt(string path, int width)
    {
        await using var site = await PluginSite.StartAsync(_shop.Add, mayAct: true);

        await Visit.MakeAsync(chromium, new(site.Root, path), async page =>
        {
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width);
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeInViewportAsync();
        }, new() { ViewportSize = new() { Width = width, Height = 740 } });
    }

    [Fact]
    public async Task States_InForcedColours_AreStillSeen()
    {
        await using var site = await PluginSite.StartAsync(_shop.Add);

        await Visit.MakeAsync(chromium, site.List, static async page =>
        {
            Assert.True(await page.EvaluateAsync<bool>("matchMedia('(forced-colors: active)').matches"));
            await Assertions.Expect(page.Locator("tbody .state svg").First).ToBeVisibleAsync();
            var shapes = await page.EvaluateAsync<string>("new Set([...document.querySelectorAll('tbody .state use')].map(use => document.querySelector(use.getAttribute('href')).innerHTML)).size.toString()");
            Assert.Equal("3", shapes);
        }, new() { ForcedColors = ForcedColors.Active });
    }

    [Fact]
    public async Task Rows_WhereMotionIsNotWanted_DoNotMove()
    {
        await using var site = await PluginSite.StartAsync(_shop.Add);

        await Visit.MakeAsync(chromium, site.List, static async page => Assert.Equal("none", await AnimationAsync(page)), new() { ReducedMotion = ReducedMotion.Reduce });
        await Visit.MakeAsync(chromium, site.List, static async page => Assert.Equal("changed", await AnimationAsync(page)), new() { ReducedMotion = ReducedMotion.NoPreference });
    }

    [Fact]
    public async Task List_OnPaper_HasNoFormsAndNoLinksOfThePage()
    {
        await using var site = await PluginSite.StartAsync(_shop.Add);

        await Visit.MakeAsync(chromium, site.List, static async page =>
        {
            await page.EmulateMediaAsync(new() { Media = Media.Print });
            await Assertions.Expect(page.GetByRole(AriaRole.Searchbox)).ToBeHiddenAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "fixed active ready" })).ToBeVisibleAsync();
        });
    }

    private static Task<double> BrightnessAsync(IPage page, string property) =>
        page.EvaluateAsync<double>($"Math.max(...getComputedStyle(document.body).{property}.match(/\\d+/g).slice(0, 3).map(Number))");

    private static Task<string> AnimationAsync(IPage page) =>
        page.EvaluateAsync<string>("() => { const row = document.querySelector('tbody tr'); row.classList.add('changed'); return getComputedStyle(row.cells[0]).animationName; }");
}

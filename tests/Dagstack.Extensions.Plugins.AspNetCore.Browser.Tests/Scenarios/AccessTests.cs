using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Browser;
using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Site;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Scenarios;

public sealed class AccessTests(Chromium chromium) : IDisposable
{
    private readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData("/plugins", ColorScheme.Light)]
    [InlineData("/plugins", ColorScheme.Dark)]
    [InlineData("/plugins/chunker/fixed", ColorScheme.Light)]
    [InlineData("/plugins/chunker/semantic", ColorScheme.Dark)]
    [InlineData("/plugins/chunker/markdown", ColorScheme.Light)]
    [InlineData("/plugins/-/start", ColorScheme.Dark)]
    [InlineData("/plugins/chunker/unknown", ColorScheme.Light)]
    public async Task Page_JudgedByAxe_IsForEverybody(string path, ColorScheme scheme)
    {
        Axe.SkipWhenMissing();
        await using var site = await PluginSite.StartAsync(_shop.Add, mayAct: true);

        await Visit.MakeAsync(chromium, new(site.Root, path), static async page =>
        {
            await page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");

            Assert.Empty(await Axe.JudgeAsync(page));
        }, new() { ColorScheme = scheme });
    }

    [Fact]
    public async Task List_ByKeyboardAlone_LeadsToAPluginAndItsHooks()
    {
        await using var site = await PluginSite.StartAsync(_shop.Add);

        await Visit.MakeAsync(chromium, site.List, static async page =>
        {
            await page.Keyboard.PressAsync("Tab");
            await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "To the content" })).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Enter");
            await TabToAsync(page, "fixed");
            Assert.NotEqual("0px", await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineWidth"));
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("chunker:fixed");

            await TabToAsync(page, "capability");
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Takes: JSON Schema" })).ToBeVisibleAsync();
        });
    }

    /// <summary>Goes on by the tab key until what has the focus holds a text.</summary>
    private static async Task TabToAsync(IPage page, string text)
    {
        for (var i = 0; i < 50; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if ((await page.EvaluateAsync<string>("document.activeElement.textContent")).Contains(text, StringComparison.Ordinal) && await page.EvaluateAsync<bool>("document.activeElement.matches('a, summary, button')"))
            {
                return;
            }
        }

        Assert.Fail($"The tab key never came to '{text}'.");
    }
}

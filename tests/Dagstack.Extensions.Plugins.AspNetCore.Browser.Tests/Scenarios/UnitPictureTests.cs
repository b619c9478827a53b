using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Browser;
using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Site;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Scenarios;

/// <summary>Takes the picture of the units of work of docs/web.md.</summary>
public sealed class UnitPictureTests(Chromium chromium) : IDisposable
{
    private readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task Picture_OfTheUnits_IsTaken()
    {
        await using var site = await UnitShop.StartAsync(_shop, UnitShop.Make());

        await Visit.MakeAsync(chromium, new(site.Root, "/plugins/-/units"), static async page =>
        {
            await Assertions.Expect(page.Locator(".units tbody tr")).ToHaveCountAsync(5);
            var picture = await page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled });

            Assert.InRange(picture.Length, 5_000, 200_000);
            if (Environment.GetEnvironmentVariable("DAGSTACK_WRITE_DOCS") == "1")
            {
                await File.WriteAllBytesAsync(Path.Combine(Repository.Root, "docs", "images", "units.png"), picture);
            }
        }, new() { ViewportSize = new() { Width = 1080, Height = 820 } });
    }
}

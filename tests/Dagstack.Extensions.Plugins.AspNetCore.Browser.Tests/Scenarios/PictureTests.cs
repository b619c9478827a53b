using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Browser;
using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Site;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Scenarios;

/// <summary>Takes the pictures of docs/web.md.</summary>
public sealed class PictureTests(Chromium chromium) : IDisposable
{
    private readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData("plugins-list", "/plugins", 1080, 760, ColorScheme.Light)]
    [InlineData("plugins-list-dark", "/plugins", 1080, 760, ColorScheme.Dark)]
    [InlineData("plugins-report", "/plugins/chunker/markdown", 1080, 900, ColorScheme.Light)]
    [InlineData("plugins-start", "/plugins/-/start", 1080, 520, ColorScheme.Light)]
    [InlineData("plugins-narrow", "/plugins", 360, 740, ColorScheme.Light)]
    public async Task Picture_OfAPage_IsTaken(string name, string path, int width, int height, ColorScheme scheme)
    {
        await using var site = await PluginSite.StartAsync(_shop.Add, mayAct: true);

        await Visit.MakeAsync(chromium, new(site.Root, path), async page =>
        {
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            var picture = await page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled });

            Assert.InRange(picture.Length, 5_000, 200_000);
            if (Environment.GetEnvironmentVariable("DAGSTACK_WRITE_DOCS") == "1")
            {
                var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "docs", "images")).FullName;
                await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), picture);
            }
        }, new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme });
    }
}

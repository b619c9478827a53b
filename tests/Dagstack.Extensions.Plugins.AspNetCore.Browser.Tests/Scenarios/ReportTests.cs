using System.Text.RegularExpressions;
using Chunking;
using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Browser;
using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Site;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Scenarios;

public sealed class ReportTests(Chromium chromium) : IDisposable
{
    private readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Page_OfAPlugin_ShowsWhatIsKnownOfIt(bool script)
    {
        await using var site = await PluginSite.StartAsync(_shop.Add, static builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["chunker:fixed:max_size"] = "512",
            ["chunker:fixed:api_key"] = "sk-very-secret",
        }));

        await Visit.MakeAsync(chromium, site.List, static async page =>
        {
            await page.GetByRole(AriaRole.Link, new() { Name = "fixed", Exact = true }).ClickAsync();

            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("chunker:fixed");
            await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Facts" })).ToContainTextAsync("2.1.0");
            await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "chunker:fixed:max_size" })).ToContainTextAsync("512");
            await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "chunker:fixed:api_key" })).ToContainTextAsync("masked");
            Assert.DoesNotContain("sk-very-secret", await page.ContentAsync(), StringComparison.Ordinal);

            await page.GetByText("capability").ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Takes: JSON Schema" })).ToContainTextAsync("max_size");
        }, new() { JavaScriptEnabled = script });
    }

    [Fact]
    public async Task Page_OfAPluginThatDoesNotServe_SaysWhyAndWhatToDo()
    {
        await using var site = await PluginSite.StartAsync(_shop.Add);

        await Visit.MakeAsync(chromium, site.Of("chunker:semantic"), static async page =>
        {
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Why it does not serve" })).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync(Broken.Message);
        });
    }

    [Fact]
    public async Task Page_OfAPluginOfWhichMuchIsKnown_ShowsCallsHealthDependenciesStartAndHistory()
    {
        await using var site = await PluginSite.StartAsync(_shop.Add);
        var chunkers = site.Services.GetRequiredService<IPlugins<IChunker>>();
        chunkers["markdown"].Chunk("text");
        Assert.Throws<ArgumentException>(() => chunkers["markdown"].Chunk(string.Empty));

        await Visit.MakeAsync(chromium, site.Of("chunker:markdown"), static async page =>
        {
            await Assertions.Expect(page.Locator("[data-key='Calls'] dd")).ToHaveTextAsync("2");
            await Assertions.Expect(page.Locator("[data-key='Failures'] dd")).ToHaveTextAsync("1");
            await Assertions.Expect(page.Locator("[data-key='Durations are of'] dd")).ToHaveTextAsync("2 calls that were timed");
            await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Health" })).ToContainTextAsync("The cache answers after 2.1 s");
            await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Last start" })).ToContainTextAsync("chunker:fixed");
            await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "History" }).GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("degraded");
            await Assertions.Expect(page.GetByRole(AriaRole.Img, new() { Name = "2 plugins, each to the right of those that it needs" })).ToBeVisibleAsync();

            await page.GetByRole(AriaRole.Region, new() { Name = "Dependencies" }).GetByRole(AriaRole.Link, new() { Name = "chunker:fixed" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Dependencies" })).ToContainTextAsync("Is needed by");
            await Assertions.Expect(page.GetByRole(AriaRole.Img, new() { Name = "4 plugins, each to the right of those that it needs" })).ToBeVisibleAsync();
        });
    }

    [Fact]
    public async Task Start_OfTheHost_ShowsWhoWaitedForWhom()
    {
        await using var site = await PluginSite.StartAsync(_shop.Add);

        await Visit.MakeAsync(chromium, site.List, static async page =>
        {
            await page.GetByRole(AriaRole.Link, new() { Name = "Start", Exact = true }).ClickAsync();

            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Start of the host");
            await Assertions.Expect(page.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("chunker:fixed");
            await Assertions.Expect(page.Locator("tr[data-key='chunker:markdown'] li")).ToContainTextAsync("chunker:fixed");
            await Assertions.Expect(page.Locator("tr[data-key='chunker:markdown'] .bar .wait")).ToHaveCountAsync(1);
            await Assertions.Expect(page.Locator("tr[data-key='chunker:rerank']")).ToContainTextAsync("a plugin that it needs does not serve");
        });
    }

    [Fact]
    public async Task Hash_OfThePluginsFiles_IsReadWhenSomebodyAsks()
    {
        using var folder = new TempFolder();
        folder.Write("half/dagstack.toml", "[plugin]\nname = \"half\"\nkind = \"chunker\"");
        await using var site = await PluginSite.StartAsync(options => options.Discover(folder.Path));

        await Visit.MakeAsync(chromium, site.Of("chunker:half"), static async page =>
        {
            await page.GetByRole(AriaRole.Link, new() { Name = "Read them now" }).ClickAsync();

            await Assertions.Expect(page.Locator("[data-key='SHA-256 of its files'] dd")).ToHaveTextAsync(new Regex("^[0-9a-f]{64}$"));
            await Assertions.Expect(page.Locator("#live")).ToContainTextAsync("does not follow changes");
        });
    }
}

using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Browser;
using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Site;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Scenarios;

public sealed class ListTests(Chromium chromium) : IDisposable
{
    private readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task List_WithAndWithoutScript_ShowsEveryPluginWithItsStateAndWhy(bool script)
    {
        await using var site = await PluginSite.StartAsync(_shop.Add);

        await Visit.MakeAsync(chromium, site.List, static async page =>
        {
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Plugins");
            await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "fixed active ready" })).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "markdown degraded" })).ToContainTextAsync("The cache answers after 2.1 s");
            await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "semantic unavailable" })).ToContainTextAsync(Broken.Message);
            await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "Files whose kind or name cannot be read" })).ToContainTextAsync("dagstack.toml");
            await Assertions.Expect(page.Locator("#shown")).ToHaveTextAsync("5 plugins");
        }, new() { JavaScriptEnabled = script });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Filter_ByWordsAndState_ShowsThoseAlone(bool script)
    {
        await using var site = await PluginSite.StartAsync(_shop.Add);

        await Visit.MakeAsync(chromium, site.List, async page =>
        {
            await page.GetByRole(AriaRole.Searchbox).FillAsync("minilm");
            await page.GetByRole(AriaRole.Combobox, new() { Name = "State" }).SelectOptionAsync("unavailable");
            if (!script)
            {
                await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
            }

            await Assertions.Expect(page.Locator("#shown")).ToHaveTextAsync("2 of 5 plugins");
            await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "fixed" })).ToHaveCountAsync(0);
            Assert.EndsWith("?q=minilm&state=unavailable", page.Url, StringComparison.Ordinal);

            await page.GetByRole(AriaRole.Link, new() { Name = "Show all" }).ClickAsync();
            await Assertions.Expect(page.Locator("#shown")).ToHaveTextAsync("5 plugins");
        }, new() { JavaScriptEnabled = script });
    }

    [Fact]
    public async Task Filter_OfWhatNoPluginIs_SaysSo()
    {
        await using var site = await PluginSite.StartAsync(_shop.Add);

        await Visit.MakeAsync(chromium, site.List, static async page =>
        {
            await page.GetByRole(AriaRole.Searchbox).FillAsync("no such thing");

            await Assertions.Expect(page.GetByText("No plugin is like that.")).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("0 of 5 plugins");
            await Assertions.Expect(page.GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
        });
    }

    [Fact]
    public async Task Filter_WhileThePageIsBeingRefreshed_SaysWhatItShows()
    {
        var gate = new TaskCompletionSource();
        await using var site = await PluginSite.StartAsync(_shop.Add);

        await Visit.MakeAsync(chromium, site.List, async page =>
        {
            await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Live");
            var held = new TaskCompletionSource();
            await page.RouteAsync("**/plugins", async route =>
            {
                held.TrySetResult();
                await gate.Task;
                await route.ContinueAsync();
            });
            _shop.Semantic.IsMended = true;
            await site.Registry.SetupPluginAsync("chunker:semantic", TestContext.Current.CancellationToken);
            await held.Task.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);

            await page.GetByRole(AriaRole.Searchbox).FillAsync("no such thing");
            await page.WaitForURLAsync("**/plugins?q=*", new() { WaitUntil = WaitUntilState.Commit });
            gate.SetResult();

            await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("0 of 5 plugins");
        });
    }

    [Fact]
    public async Task Count_OfAState_LeadsToThePluginsInIt()
    {
        await using var site = await PluginSite.StartAsync(_shop.Add);

        await Visit.MakeAsync(chromium, site.List, static async page =>
        {
            await page.GetByRole(AriaRole.List, new() { Name = "Plugins of each state" }).GetByRole(AriaRole.Link, new() { Name = "1 degraded" }).ClickAsync();

            await Assertions.Expect(page.Locator("#shown")).ToHaveTextAsync("1 of 5 plugins");
            await Assertions.Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "State" })).ToHaveValueAsync("degraded");
        });
    }

    [Fact]
    public async Task List_OfFiveHundredPlugins_AnswersAtOnceAndCanBeFiltered()
    {
        await using var site = await PluginSite.StartAsync(static options =>
        {
            for (var i = 0; i < 500; i++)
            {
                options.Add(Shop.Manifest($"chunker:c{i:000}", priority: i), new Chunker());
            }
        });

        await Visit.MakeAsync(chromium, site.List, static async page =>
        {
            await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(500);
            var shown = await page.EvaluateAsync<double>("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd");
            Assert.True(shown < 10_000, $"The page of 500 plugins took {shown} ms.");

            await page.GetByRole(AriaRole.Searchbox).FillAsync("c49");
            await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(10);
        });
    }
}

using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Browser;
using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Site;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Scenarios;

public sealed class ActionTests(Chromium chromium) : IDisposable
{
    private readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reload_ByTheButton_PutsANewInstanceInPlaceAndSaysSo(bool script)
    {
        await using var site = await PluginSite.StartAsync(_shop.Add, mayAct: true);

        await Visit.MakeAsync(chromium, site.Of("chunker:fixed"), static async page =>
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Reload" }).ClickAsync();

            await Assertions.Expect(page.Locator("#notice")).ToContainTextAsync("Generation 2 is in place");
            await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Last reload" })).ToContainTextAsync("replaced");
        }, new() { JavaScriptEnabled = script });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reload_OfAPluginThatWasGivenAsAnObject_IsRefusedWithTheReason(bool script)
    {
        await using var site = await PluginSite.StartAsync(static options => options.AllowReload().Add("chunker:given", new Chunker()), mayAct: true);

        await Visit.MakeAsync(chromium, site.Of("chunker:given"), async page =>
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Reload" }).ClickAsync();

            await Assertions.Expect(page.Locator("#notice")).ToContainTextAsync("That cannot be done now.");
            await Assertions.Expect(page.Locator("#notice")).ToContainTextAsync("object");
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveCountAsync(1);
            if (!script)
            {
                await page.GetByRole(AriaRole.Link, new() { Name = "chunker:given" }).ClickAsync();
            }

            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("chunker:given");
        }, new() { JavaScriptEnabled = script });
    }

    [Fact]
    public async Task Reload_ThatFails_KeepsTheOldInstanceAndSaysWhy()
    {
        _shop.Semantic.IsMended = true;
        await using var site = await PluginSite.StartAsync(_shop.Add, mayAct: true);

        await Visit.MakeAsync(chromium, site.Of("chunker:semantic"), async page =>
        {
            _shop.Semantic.IsMended = false;
            await page.GetByRole(AriaRole.Button, new() { Name = "Reload" }).ClickAsync();

            await Assertions.Expect(page.Locator("#notice")).ToContainTextAsync(Broken.Message);
            await Assertions.Expect(page.Locator("#notice")).ToBeFocusedAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Last reload" })).ToContainTextAsync("the instance before goes on");
            await Assertions.Expect(page.Locator(".title")).ToContainTextAsync("ready");
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Activate_ByTheButton_MakesItTheActiveOne(bool script)
    {
        await using var site = await PluginSite.StartAsync(_shop.Add, mayAct: true);

        await Visit.MakeAsync(chromium, site.Of("chunker:markdown"), async page =>
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Make active" }).ClickAsync();

            await Assertions.Expect(page.Locator("#notice")).ToContainTextAsync("markdown is the active plugin of chunker now, until the process ends.");
            await Assertions.Expect(page.Locator(".title")).ToContainTextAsync("active");
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Make active" })).ToHaveCountAsync(0);
            Assert.Equal("chunker:markdown", site.Registry.ActiveOf("chunker")?.Plugin?.ToString());

            await page.GotoAsync(site.List.ToString());
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "chunker" })).ToContainTextAsync("active is markdown, chosen by an action until the process ends");
            await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "markdown active" })).ToBeVisibleAsync();
        }, new() { JavaScriptEnabled = script });
    }

    [Fact]
    public async Task TryAgain_AfterTheCauseIsGone_StartsThePlugin()
    {
        await using var site = await PluginSite.StartAsync(_shop.Add, mayAct: true);

        await Visit.MakeAsync(chromium, site.Of("chunker:semantic"), async page =>
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
            await Assertions.Expect(page.Locator("#notice")).ToContainTextAsync("It was tried, and failed.");

            _shop.Semantic.IsMended = true;
            await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
            await Assertions.Expect(page.Locator("#notice")).ToContainTextAsync("It has started, and serves.");
            await Assertions.Expect(page.Locator(".title")).ToContainTextAsync("ready");
        });
    }

    [Fact]
    public async Task TryAllAgain_OnTheList_StartsThoseThatCan()
    {
        await using var site = await PluginSite.StartAsync(_shop.Add, mayAct: true);

        await Visit.MakeAsync(chromium, site.List, async page =>
        {
            _shop.Semantic.IsMended = true;
            await page.GetByRole(AriaRole.Button, new() { Name = "Try all unavailable plugins again" }).ClickAsync();

            await Assertions.Expect(page.Locator("#notice")).ToContainTextAsync("1 plugins are unavailable still");
            await Assertions.Expect(page.Locator("tr[data-name='chunker:rerank']")).ToContainTextAsync("ready");
        });
    }

    [Fact]
    public async Task Stop_ByKeyboard_AsksFirstAndCanBeTakenBack()
    {
        await using var site = await PluginSite.StartAsync(_shop.Add, mayAct: true);

        await Visit.MakeAsync(chromium, site.Of("chunker:fixed"), static async page =>
        {
            await page.GetByText("Stop…").FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await page.Keyboard.PressAsync("Tab");
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Stop fixed" })).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Enter");

            await Assertions.Expect(page.Locator("#notice")).ToContainTextAsync("It has stopped.");
            await Assertions.Expect(page.Locator("#notice")).ToBeFocusedAsync();

            await page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
            await Assertions.Expect(page.Locator("#notice")).ToContainTextAsync("It has started, and serves.");
        });
    }

    [Fact]
    public async Task Actions_WhereTheyAreNotAllowed_AreNotShownAndRefused()
    {
        await using var site = await PluginSite.StartAsync(_shop.Add);

        await Visit.MakeAsync(chromium, site.Of("chunker:fixed"), static async page =>
        {
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);

            // A page that was open since before they were switched off.
            await page.EvaluateAsync("() => { const form = document.createElement('form'); form.method = 'post'; form.action = location.pathname + '/reload'; const button = form.appendChild(document.createElement('button')); button.textContent = 'Reload'; document.querySelector('footer').append(form); }");
            await page.GetByRole(AriaRole.Button, new() { Name = "Reload" }).ClickAsync();
            await Assertions.Expect(page.Locator("#notice")).ToContainTextAsync("Actions are off.");
        });
    }
}

using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Browser;
using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Site;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Scenarios;

public sealed class UnitTests(Chromium chromium) : IDisposable
{
    private readonly Shop _shop = new();
    private readonly FakeUnits _units = UnitShop.Make();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task Units_FromTheMainPage_AreReachedCountedAndListed()
    {
        await using var site = await UnitShop.StartAsync(_shop, _units);

        await Visit.MakeAsync(chromium, site.List, static async page =>
        {
            await page.GetByRole(AriaRole.Link, new() { Name = "Units", Exact = true }).ClickAsync();

            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Units of work");
            await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "1 failed units of chunker:fixed" })).ToBeVisibleAsync();
            await Assertions.Expect(page.Locator("#shown")).ToHaveTextAsync("5 units");
            var running = page.Locator($"tr[data-key='{UnitShop.Running}']");
            await Assertions.Expect(running).ToContainTextAsync("running");
            await Assertions.Expect(running.GetByRole(AriaRole.Progressbar)).ToHaveAttributeAsync("value", "0.42");
            await Assertions.Expect(running).ToContainTextAsync("42 %");
            await Assertions.Expect(page.Locator($"tr[data-key='{UnitShop.Failed}']")).ToContainTextAsync("has no page 41");
        });
    }

    [Fact]
    public async Task Units_OfAHostWithout_AreNoPartOfThePage()
    {
        await using var site = await PluginSite.StartAsync(_shop.Add);

        await Visit.MakeAsync(chromium, site.List, async page =>
        {
            await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Start", Exact = true })).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Units", Exact = true })).ToHaveCountAsync(0);

            await page.GotoAsync(new Uri(site.Root, "/plugins/-/units").ToString());
            await Assertions.Expect(page.Locator("#notice")).ToContainTextAsync(".UseOrchestration(");
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Units_WithAFilter_AreThoseAlone(bool script)
    {
        await using var site = await UnitShop.StartAsync(_shop, _units);

        await Visit.MakeAsync(chromium, new(site.Root, "/plugins/-/units"), async page =>
        {
            await page.GetByLabel("State").SelectOptionAsync("failed");
            await page.GetByLabel("Partition").FillAsync("globex");
            await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();

            await Assertions.Expect(page.Locator(".units tbody tr")).ToHaveCountAsync(1);
            await Assertions.Expect(page.Locator(".units tbody tr")).ToContainTextAsync(UnitShop.Failed);
            Assert.Contains("state=failed", page.Url, StringComparison.Ordinal);
        }, new() { JavaScriptEnabled = script });
    }

    [Fact]
    public async Task Units_WhileOneGoesOn_FollowIt()
    {
        await using var site = await UnitShop.StartAsync(_shop, _units);

        await Visit.MakeAsync(chromium, new(site.Root, "/plugins/-/units"), async page =>
        {
            await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Live");

            _units.Change(UnitShop.Running, static unit => unit.Progress = """{"fraction":0.9}""");
            await Assertions.Expect(page.Locator($"tr[data-key='{UnitShop.Running}']")).ToContainTextAsync("90 %");

            _units.Change(UnitShop.Running, static unit => unit.State = UnitState.Succeeded);
            await Assertions.Expect(page.Locator($"tr[data-key='{UnitShop.Running}']")).ToContainTextAsync("succeeded");
            await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync($"Unit {UnitShop.Running} of chunker:fixed is succeeded.");
        });
    }

    [Fact]
    public async Task Unit_UntilItsEndAndBeyond_IsFollowed()
    {
        await using var site = await UnitShop.StartAsync(_shop, _units);

        await Visit.MakeAsync(chromium, OfUnit(site, UnitShop.Running), async page =>
        {
            await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Live");
            await Assertions.Expect(page.GetByRole(AriaRole.Progressbar)).ToHaveAttributeAsync("value", "0.42");

            _units.Change(UnitShop.Running, static unit => (unit.State, unit.Error, unit.FinishedAt) = (UnitState.Failed, "The disk is full.", DateTimeOffset.UtcNow));
            await Assertions.Expect(page.Locator(".title")).ToContainTextAsync("failed");
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Why it failed" })).ToBeVisibleAsync();
            await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("It has come to its end.");

            await page.GetByRole(AriaRole.Button, new() { Name = "Run it again" }).ClickAsync();
            await Assertions.Expect(page.Locator("#notice")).ToHaveTextAsync("It is queued again.");
            await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Live");

            _units.Change(UnitShop.Running, static unit => unit.State = UnitState.Running);
            await Assertions.Expect(page.Locator(".title")).ToContainTextAsync("running");
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Retry_ByTheButton_QueuesTheUnitAgain(bool script)
    {
        await using var site = await UnitShop.StartAsync(_shop, _units);

        await Visit.MakeAsync(chromium, OfUnit(site, UnitShop.Failed), async page =>
        {
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("The units behind it in its queue wait for it");
            await page.GetByRole(AriaRole.Button, new() { Name = "Run it again" }).ClickAsync();

            await Assertions.Expect(page.Locator("#notice")).ToHaveTextAsync("It is queued again.");
            await Assertions.Expect(page.Locator(".title")).ToContainTextAsync("queued");
            Assert.Equal(UnitState.Queued, (await _units.GetAsync(UnitShop.Failed))!.State);
        }, new() { JavaScriptEnabled = script });
    }

    [Fact]
    public async Task Cancel_ByKeyboard_AsksFirst()
    {
        await using var site = await UnitShop.StartAsync(_shop, _units);

        await Visit.MakeAsync(chromium, OfUnit(site, UnitShop.Queued), async page =>
        {
            await page.GetByText("Cancel…").FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await page.Keyboard.PressAsync("Tab");
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Cancel this unit" })).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Enter");

            await Assertions.Expect(page.Locator("#notice")).ToHaveTextAsync("It is cancelled.");
            await Assertions.Expect(page.Locator("#notice")).ToBeFocusedAsync();
            Assert.Equal(UnitState.Cancelled, (await _units.GetAsync(UnitShop.Queued))!.State);
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Backfill_OfOnePlugin_QueuesItsFailedUnitsAgain(bool script)
    {
        await using var site = await UnitShop.StartAsync(_shop, _units);

        await Visit.MakeAsync(chromium, new(site.Root, "/plugins/-/units?plugin=chunker:fixed"), async page =>
        {
            await page.GetByText("Run several again…").ClickAsync();
            await page.GetByRole(AriaRole.Checkbox, new() { Name = "expired" }).UncheckAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Run them again" }).ClickAsync();

            await Assertions.Expect(page.Locator("#notice")).ToHaveTextAsync("Queued again: 1 unit. Left: 1 unit, since the same work waits, runs or is done already.");
            await Assertions.Expect(page.Locator($"tr[data-key='{UnitShop.Failed}']")).ToContainTextAsync("queued");
            Assert.Equal(("chunker:fixed", UnitState.Failed), (_units.Backfilled!.PluginName, Assert.Single(_units.Backfilled.States!)));
        }, new() { JavaScriptEnabled = script });
    }

    [Fact]
    public async Task Actions_WhereTheyAreNotAllowed_AreNotShown()
    {
        await using var site = await UnitShop.StartAsync(_shop, _units, mayAct: false);

        foreach (var path in (string[])["/plugins/-/units", $"/plugins/-/units/{UnitShop.Failed}"])
        {
            await Visit.MakeAsync(chromium, new(site.Root, path), static async page =>
            {
                await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
                Assert.Equal(0, await page.Locator("form[method=post]").CountAsync());
            });
        }
    }

    [Fact]
    public async Task Action_ThatComesTooLate_IsRefusedWithTheReason()
    {
        await using var site = await UnitShop.StartAsync(_shop, _units);

        await Visit.MakeAsync(chromium, OfUnit(site, UnitShop.Running), async page =>
        {
            await page.GetByText("Cancel…").ClickAsync();
            _units.Fault = static () => new PluginUnavailableException("orchestrator", "It is being reloaded.");
            await page.GetByRole(AriaRole.Button, new() { Name = "Cancel this unit" }).ClickAsync();

            await Assertions.Expect(page.Locator("#notice")).ToContainTextAsync("The orchestrator is not up.");
            await Assertions.Expect(page.Locator("#notice")).ToContainTextAsync("It is being reloaded.");
        });
    }

    [Theory]
    [InlineData("/plugins/-/units", ColorScheme.Light, 1080)]
    [InlineData("/plugins/-/units", ColorScheme.Dark, 360)]
    [InlineData("/plugins/-/units/" + UnitShop.Failed, ColorScheme.Light, 360)]
    [InlineData("/plugins/-/units/" + UnitShop.Running, ColorScheme.Dark, 1080)]
    [InlineData("/plugins/-/units/nothing", ColorScheme.Light, 1080)]
    public async Task Page_ForEverybody_HasNothingThatAxeFindsAndFitsItsWindow(string path, ColorScheme scheme, int width)
    {
        Axe.SkipWhenMissing();
        await using var site = await UnitShop.StartAsync(_shop, _units);

        await Visit.MakeAsync(chromium, new(site.Root, path), async page =>
        {
            await page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");
            Assert.Empty(await Axe.JudgeAsync(page));
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width);
        }, new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 740 } });
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1080)]
    public async Task Units_WithHostileTexts_AreShownHarmless(int width)
    {
        const string Attack = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><b>\u001b[2J\u202etxt.exe";
        var hostile = Attack + new string('x', 10_000);
        _units.Add(new() { Id = Attack, Plugin = new(hostile, hostile), PartitionKey = hostile, IdempotencyKey = hostile, Node = hostile, Error = hostile, State = UnitState.Failed, Progress = $$"""{"fraction":0.5}""" })
            .Add(new() { Id = "hostile", Plugin = new(hostile, hostile), PartitionKey = hostile, IdempotencyKey = hostile, Node = hostile, Error = hostile, State = UnitState.Running, Progress = $$"""{"fraction":0.5}""" });
        await using var site = await UnitShop.StartAsync(_shop, _units);

        await Visit.MakeAsync(chromium, new(site.Root, "/plugins/-/units"), async page =>
        {
            await Assertions.Expect(page.Locator(".units tbody tr")).ToHaveCountAsync(7);
            await AssertHarmlessAsync(page);

            await page.GotoAsync(OfUnit(site, "hostile").ToString());
            await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Facts" })).ToContainTextAsync("<script>alert(1)</script>");
            await AssertHarmlessAsync(page);

            await page.GotoAsync($"{new Uri(site.Root, "/plugins/-/units")}?plugin={Uri.EscapeDataString(Attack)}&partition={Uri.EscapeDataString(Attack)}&did=backfill&queued={Uri.EscapeDataString(Attack)}");
            await Assertions.Expect(page.Locator("#notice")).ToContainTextAsync("Queued again: some units.");
            await AssertHarmlessAsync(page);

            await page.GotoAsync(OfUnit(site, Uri.EscapeDataString("<b>nothing")).ToString());
            await Assertions.Expect(page.Locator("#notice")).ToContainTextAsync("There is no unit of work '<b>nothing'.");
            await AssertHarmlessAsync(page);
        }, new() { ViewportSize = new() { Width = width, Height = 740 } });
    }

    [Fact]
    public async Task Unit_WhereArgumentsAreNotShown_SaysSo()
    {
        await using var site = await UnitShop.StartAsync(_shop, _units);

        await Visit.MakeAsync(chromium, OfUnit(site, UnitShop.Running), static async page =>
        {
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("o.ShowUnitArguments");
            Assert.DoesNotContain("annual.pdf", await page.ContentAsync(), StringComparison.Ordinal);
        });
    }

    private static Uri OfUnit(PluginSite site, string id) => new(site.Root, $"/plugins/-/units/{id}");

    /// <summary>Nothing of it became an element, and it does not make the page wider than the window.</summary>
    private static async Task AssertHarmlessAsync(IPage page)
    {
        Assert.Equal(0, await page.Locator("img, script:not([src]), [onerror], main b").CountAsync());
        Assert.DoesNotContain('\u202e', await page.ContentAsync());
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{page.Url} is wider than the window.");
    }
}

using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Browser;
using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Site;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Scenarios;

public sealed class LiveTests(Chromium chromium) : IDisposable
{
    private readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task List_WhileAPluginFailsAndRecovers_FollowsAndSaysSo()
    {
        var health = HealthCheckResult.Healthy();
        await using var site = await PluginSite.StartAsync(options =>
        {
            options.HealthInterval = TimeSpan.FromMilliseconds(50);
            options.HealthFailures = 2;
            options.Add("chunker:moody", _ => new Chunker(() => health));
        });

        await Visit.MakeAsync(chromium, site.List, async page =>
        {
            await AssertLiveAsync(page);
            await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "moody" })).ToContainTextAsync("ready");

            health = HealthCheckResult.Unhealthy("The index is locked.");
            await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "moody" })).ToContainTextAsync("unavailable");
            await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "moody" })).ToContainTextAsync("The index is locked.");
            await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("chunker:moody is unavailable.");

            health = HealthCheckResult.Healthy();
            await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "moody" })).ToContainTextAsync("ready");
            await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("chunker:moody is ready.");
        });
    }

    [Fact]
    public async Task List_ThatChanges_KeepsFocusAndTextAndScroll()
    {
        await using var site = await PluginSite.StartAsync(_shop.Add);

        await Visit.MakeAsync(chromium, site.List, async page =>
        {
            await AssertLiveAsync(page);
            await page.GetByRole(AriaRole.Searchbox).FillAsync("chunker");
            await page.GetByRole(AriaRole.Link, new() { Name = "fixed", Exact = true }).FocusAsync();
            await page.EvaluateAsync("scrollTo(0, 150)");

            _shop.Semantic.IsMended = true;
            await site.Registry.SetupPluginAsync("chunker:semantic");

            await Assertions.Expect(page.Locator("tr[data-name='chunker:semantic']")).ToContainTextAsync("ready");
            await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "fixed", Exact = true })).ToBeFocusedAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("chunker");
            Assert.Equal(150, await page.EvaluateAsync<int>("scrollY"));
        }, new() { ViewportSize = new() { Width = 800, Height = 300 } });
    }

    [Fact]
    public async Task Report_ThatChanges_KeepsWhatIsOpen()
    {
        await using var site = await PluginSite.StartAsync(_shop.Add);

        await Visit.MakeAsync(chromium, site.Of("chunker:semantic"), async page =>
        {
            await AssertLiveAsync(page);
            await page.GetByText("capability").ClickAsync();

            _shop.Semantic.IsMended = true;
            await site.Registry.SetupPluginAsync("chunker:semantic");

            await Assertions.Expect(page.Locator(".title")).ToContainTextAsync("ready");
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Why it does not serve" })).ToHaveCountAsync(0);
            await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Takes: JSON Schema" })).ToBeVisibleAsync();
        });
    }

    [Fact]
    public async Task List_WhereManyPluginsChangeAtOnce_DoesNotSayEachOfThem()
    {
        var broken = new Broken();
        await using var site = await PluginSite.StartAsync(options =>
        {
            for (var i = 0; i < 200; i++)
            {
                options.Add(Shop.Manifest($"chunker:c{i:000}", priority: i), _ => broken.Create());
            }
        });

        await Visit.MakeAsync(chromium, site.List, async page =>
        {
            await AssertLiveAsync(page);
            await page.EvaluateAsync("() => { window.said = 0; new MutationObserver(() => window.said++).observe(document.getElementById('announce'), { childList: true }); }");

            broken.IsMended = true;
            await site.Registry.RetryAsync(TestContext.Current.CancellationToken);

            await Assertions.Expect(page.GetByRole(AriaRole.List, new() { Name = "Plugins of each state" })).ToContainTextAsync("200");
            await Assertions.Expect(page.Locator("tbody tr[data-state=ready]")).ToHaveCountAsync(200);
            Assert.InRange(await page.EvaluateAsync<int>("window.said"), 1, 20);
        });
    }

    [Fact]
    public async Task List_WhoseServerStopsAndComesBack_SaysSoAndGoesOn()
    {
        await using var site = await PluginSite.StartAsync(_shop.Add);

        await Visit.MakeAsync(chromium, site.List, async page =>
        {
            await AssertLiveAsync(page);

            await site.StopAsync();
            await Assertions.Expect(page.Locator("#live")).ToContainTextAsync("Not connected");
            await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "fixed", Exact = true })).ToBeVisibleAsync();

            _shop.Semantic.IsMended = true;
            await site.StartAsync();
            await AssertLiveAsync(page);
            await Assertions.Expect(page.Locator("tr[data-name='chunker:semantic']")).ToContainTextAsync("ready");
        });
    }

    [Theory]
    [InlineData(500, "Not up to date: the server answers with status 500. Trying again.")]
    [InlineData(503, "Not up to date: the server answers with status 503. Trying again.")]
    [InlineData(Trouble.NoAnswer, "Not up to date: the server does not answer. Trying again.")]
    public async Task List_WhosePageCannotBeHadWhileEventsCome_SaysSoAndTriesAgain(int status, string said)
    {
        var trouble = new Trouble();
        await using var site = await PluginSite.StartAsync(_shop.Add, builder => builder.Services.AddSingleton<IStartupFilter>(trouble));

        await Visit.MakeAsync(chromium, site.List, async page =>
        {
            await AssertLiveAsync(page);

            trouble.Status = status;
            _shop.Semantic.IsMended = true;
            await site.Registry.SetupPluginAsync("chunker:semantic", TestContext.Current.CancellationToken);
            await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync(said);
            await Assertions.Expect(page.Locator("tr[data-name='chunker:semantic']")).ToContainTextAsync("unavailable");

            trouble.Status = 0;
            await AssertLiveAsync(page);
            await Assertions.Expect(page.Locator("tr[data-name='chunker:semantic']")).ToContainTextAsync("ready");
        });
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task List_ThatMayNotBeSeenAnyMore_IsLoadedAnew(int status)
    {
        var trouble = new Trouble();
        await using var site = await PluginSite.StartAsync(_shop.Add, builder => builder.Services.AddSingleton<IStartupFilter>(trouble));

        await Visit.MakeAsync(chromium, site.List, async page =>
        {
            await AssertLiveAsync(page);

            trouble.Status = status;
            _shop.Semantic.IsMended = true;
            await site.Registry.SetupPluginAsync("chunker:semantic", TestContext.Current.CancellationToken);

            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = $"Trouble {status}" })).ToBeVisibleAsync();
        });
    }

    [Fact]
    public async Task Report_OfNoPlugin_FollowsWithoutLoadingAgainAndAgain()
    {
        var trouble = new Trouble();
        await using var site = await PluginSite.StartAsync(_shop.Add, builder => builder.Services.AddSingleton<IStartupFilter>(trouble));

        await Visit.MakeAsync(chromium, site.Of("chunker:unknown"), async page =>
        {
            await AssertLiveAsync(page);
            await page.EvaluateAsync("window.isSame = true");

            var before = trouble.Pages;
            _shop.Semantic.IsMended = true;
            await site.Registry.SetupPluginAsync("chunker:semantic", TestContext.Current.CancellationToken);
            await Wait.UntilAsync(() => trouble.Pages > before);
            await AssertLiveAsync(page);

            Assert.True(await page.EvaluateAsync<bool>("window.isSame"));
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "There is no such plugin." })).ToBeVisibleAsync();
        });
    }

    private static Task AssertLiveAsync(IPage page) => Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Live");
}

using System.Text.Json;
using Fixtures;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Units;

/// <summary>Which plugins run units of work, and why others do not.</summary>
public sealed class FindTests
{
    [Fact]
    public async Task Find_ByNameAndByIdentity_IsThePlugin()
    {
        using var folders = new PluginFolders().Add("pages", "PagedImporter", UnitHost.Declared, "importer");
        await using var provider = await TestProvider.StartAsync(folders);

        Assert.All(["pages", "importer:pages"], name =>
        {
            var found = provider.Units().Find(name);
            Assert.Equal(("importer:pages", true), (found.Id.ToString(), found.Manifest.UnitOfWork!.Declared));
            Assert.Empty(found.CheckArguments(UnitHost.Args(3)));
            Assert.Equal("/pages: is missing", Text(found.CheckArguments(JsonElement.Parse("{}")))[..18]);
            Assert.Equal("(all of it): is an array, but must be an object.", Text(found.CheckArguments(JsonElement.Parse("[]"))));
        });
    }

    [Fact]
    public async Task Find_NobodyOrSeveral_SaysWhatThereIs()
    {
        using var folders = new PluginFolders().Add("pages", "PagedImporter", UnitHost.Declared, "importer").Add("plain", "PlainGreeter").Add("plain2", "PagedImporter", UnitHost.Declared, "importer");
        folders.Write("other/dagstack.toml", (await File.ReadAllTextAsync(folders.ManifestOf("plain2"), TestContext.Current.CancellationToken)).Replace("plain2", "plain", StringComparison.Ordinal));
        await using var provider = await TestProvider.StartAsync(folders);

        var name = Assert.Throws<PluginNotFoundException>(() => provider.Units().Find("pgaes"));
        var id = Assert.Throws<PluginNotFoundException>(() => provider.Units().Find("importer:pgaes"));
        var several = Assert.Throws<AmbiguousPluginException>(() => provider.Units().Find("plain"));

        Assert.Equal(("pages", "importer:pages"), (name.Nearest, id.Nearest));
        Assert.StartsWith("There is no plugin 'pgaes' to run a unit of work. Did you mean 'pages'?", name.Message, StringComparison.Ordinal);
        Assert.Equal(2, several.Candidates.Count);
        Assert.Contains("greeter:plain", several.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<PluginNotFoundException>(() => provider.RunAsync(new("importer", "nobody"), UnitHost.Args(1)));
    }

    [Fact]
    public async Task Find_NotDeclared_NamesTheManifestAndTheLine()
    {
        using var folders = new PluginFolders().Add("pages", "PagedImporter", kind: "importer");
        await using var provider = await TestProvider.StartAsync(folders);

        var refused = Assert.Throws<UnitRefusedException>(() => provider.Units().Find("pages"));

        Assert.Equal("pages", refused.Plugin);
        Assert.Contains($"Write 'declared = true' below '[plugin.unit_of_work]' in {folders.ManifestOf("pages")}", refused.Message, StringComparison.Ordinal);
        Assert.False(provider.Units().IsReady(new("importer", "pages")));
        Assert.Contains("declared = true", (await Assert.ThrowsAsync<UnitRefusedException>(() => provider.RunAsync(new("importer", "pages"), UnitHost.Args(1)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_SeveralHooksAndNothingThatRunsUnits_SaysSoOnceThePluginIsUp()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter", UnitHost.Declared).Add("broken", "NoGreeter", UnitHost.Declared).Add("unit", "UnitGreeter", UnitHost.Declared);
        await using var provider = await TestProvider.StartAsync(folders);

        var refused = Assert.Throws<UnitRefusedException>(() => provider.Units().Find("plain"));

        Assert.Contains("the contract of the kind 'greeter' has 2 hooks that could be called (greet, greet_async), and the plugin does not implement IUnitOfWork", refused.Message, StringComparison.Ordinal);
        Assert.Equal("greeter:broken", provider.Units().Find("broken").Id.ToString());
        Assert.Equal("\"Hello, Ada!\"", await provider.RunAsync(new("greeter", "unit"), JsonElement.Parse("""{"name":"Ada"}""")));
        Assert.Null(await provider.RunAsync(new("greeter", "unit"), JsonElement.Parse("{}")));
        Assert.Equal(["greeter:unit"], provider.Units().Ready.Select(static id => id.ToString()));
    }

    [Fact]
    public async Task Find_ManifestThatIsNoneOrAKindOfNobody_SaysWhy()
    {
        using var folders = new PluginFolders().Add("pages", "PagedImporter", UnitHost.Declared + "\nnonsense = 1", "importer").Add("far", "PagedImporter", UnitHost.Declared, "imprter");
        await using var provider = await TestProvider.StartAsync(folders);

        Assert.Contains("nonsense", Assert.Throws<UnitRefusedException>(() => provider.Units().Find("pages")).Message, StringComparison.Ordinal);
        Assert.Contains("no contract", Assert.Throws<UnitRefusedException>(() => provider.Units().Find("far")).Message, StringComparison.Ordinal);
        Assert.Empty(provider.Units().Ready);
    }

    [Fact]
    public async Task Ready_WhilePluginsComeAndGo_FollowsThemAndTells()
    {
        await using var provider = TestProvider.Build(o => o.Add(UnitHost.ManifestOf(UnitHost.One), new CodeImporter()));
        var changes = 0;
        using var blocked = ChangeToken.OnChange(provider.Units().GetChangeToken, static () => throw new InvalidOperationException("A listener that throws is its own matter."));
        using var told = ChangeToken.OnChange(provider.Units().GetChangeToken, () => Interlocked.Increment(ref changes));
        Assert.Empty(provider.Units().Ready);

        await provider.Registry.SetupAsync(TestContext.Current.CancellationToken);

        await Wait.UntilAsync(() => Volatile.Read(ref changes) > 0);
        Assert.True(provider.Units().IsReady(UnitHost.One));
        Assert.Equal([UnitHost.One], provider.Units().Ready);
        await provider.Registry.TeardownPluginAsync(UnitHost.One, TestContext.Current.CancellationToken);
        Assert.False(provider.Units().IsReady(UnitHost.One));
    }

    private static string Text(IReadOnlyList<ToolProblem> problems) => Assert.Single(problems).ToString();
}

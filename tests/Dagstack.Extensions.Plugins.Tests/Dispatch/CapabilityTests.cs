using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Dispatch;

/// <summary>capability: the one that declares all of a request; then those that declare nothing; then the fallback; by priority, then by name.</summary>
public sealed class CapabilityTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(".py", "python")]
    [InlineData("py", "python")]
    [InlineData(".PY", "python")]
    [InlineData("pyi", "python")]
    [InlineData(".cs", "sharp")]
    public async Task For_Extension_IgnoresCaseAndTheDot(string extension, string expected)
    {
        await using var provider = await StartAsync(
            new() { Id = Id("python"), SupportsExtensions = [".py", "pyi"] },
            new() { Id = Id("sharp"), SupportsExtensions = [".CS"] });
        Assert.Equal(expected + ": x", Stages.Of(provider).For(extension: extension).Handle("x"));
        Assert.Equal(expected + ": x", Stages.Of(provider).Handle(new() { Extension = extension }, "x"));
    }

    [Theory]
    [InlineData("text/plain", "plain")]
    [InlineData("TEXT/Plain", "plain")]
    [InlineData("text/plain; charset=utf-8", "plain")]
    [InlineData("text/html", "texts")]
    [InlineData("image/png", "all")]
    [InlineData("video/mp4", "all")]
    [InlineData("nonsense", "all")]
    public async Task For_MimeType_ExactAndWildcardsByPriority(string type, string expected)
    {
        await using var provider = await StartAsync(
            new() { Id = Id("plain"), SupportsMimeTypes = ["text/plain"], Priority = 5 },
            new() { Id = Id("texts"), SupportsMimeTypes = ["text/*", "image/svg"], Priority = 3 },
            new() { Id = Id("all"), SupportsMimeTypes = ["*/*"] });
        Assert.Equal(expected + ": x", Stages.Of(provider).For(mimeType: type).Handle("x"));
    }

    [Fact]
    public async Task For_WildcardOfHigherPriority_GoesBeforeTheExactType()
    {
        await using var provider = await StartAsync(
            new() { Id = Id("plain"), SupportsMimeTypes = ["text/plain"] },
            new() { Id = Id("texts"), SupportsMimeTypes = ["text/*"], Priority = 3 });
        Assert.Equal("texts: x", Stages.Of(provider).For(mimeType: "text/plain").Handle("x"));
    }

    [Fact]
    public async Task For_SeveralCandidates_PriorityThenName()
    {
        await using var provider = await StartAsync(
            new() { Id = Id("c"), SupportsLanguages = ["en"] },
            new() { Id = Id("b"), SupportsLanguages = ["en"] },
            new() { Id = Id("z"), SupportsLanguages = ["en", "de"], Priority = 1 });
        Assert.Equal("z: x", Stages.Of(provider).For(language: "en").Handle("x"));
        await provider.Registry.TeardownPluginAsync(Id("z"), _cancellation);

        // A tie goes to the name.
        Assert.Equal("b: x", Stages.Of(provider).For(language: "en").Handle("x"));
    }

    [Fact]
    public async Task For_SeveralAxesAndTags_OnlyWhoDeclaresAll()
    {
        await using var provider = await StartAsync(
            new() { Id = Id("half"), SupportsExtensions = [".md"], Priority = 9 },
            new() { Id = Id("whole"), SupportsExtensions = [".md"], SupportsLanguages = ["en"], Capabilities = ["tables", "links"] });
        var stages = Stages.Of(provider);
        Assert.Equal("whole: x", stages.For(extension: ".md", language: "en").Handle("x"));
        Assert.Equal("whole: x", stages.For(capability: "links").Handle("x"));
        Assert.Equal("whole: x", stages.For(new CapabilityRequest { Capability = "links", Capabilities = ["tables"], Extension = "md" }).Handle("x"));
        Assert.False(stages.TryFor(new CapabilityRequest { Capabilities = ["tables", "images"] }, out _));
        Assert.False(stages.TryFor(new CapabilityRequest { Language = "EN" }, out _));
        Assert.False(stages.TryFor(new CapabilityRequest { Extension = ".md", MimeType = "text/plain" }, out _));
    }

    [Fact]
    public async Task For_WhoDeclaresNothing_ComesAfterWhoDeclaresIt()
    {
        await using var provider = await StartAsync(
            new() { Id = Id("anything"), Priority = 99 },
            new() { Id = Id("python"), SupportsExtensions = [".py"] });
        Assert.Equal("python: x", Stages.Of(provider).For(extension: ".py").Handle("x"));
        Assert.Equal("anything: x", Stages.Of(provider).For(extension: ".rs").Handle("x"));
    }

    [Fact]
    public async Task For_Fallback_ComesLastWhateverItDeclaresAndItsPriority()
    {
        await using var provider = await StartAsync(
            new() { Id = Id("fallback"), Fallback = true, Priority = 99, SupportsExtensions = [".py"] },
            new() { Id = Id("python"), SupportsExtensions = [".py"] });
        Assert.Equal("python: x", Stages.Of(provider).For(extension: ".py").Handle("x"));
        Assert.Equal("fallback: x", Stages.Of(provider).For(extension: ".rs").Handle("x"));
        await provider.Registry.TeardownPluginAsync(Id("python"), _cancellation);
        Assert.Equal("fallback: x", Stages.Of(provider).For(extension: ".py").Handle("x"));
    }

    [Fact]
    public async Task For_NobodyAndNoFallback_NoCapabilityMatchListsWhatIsSupported()
    {
        await using var provider = await StartAsync(
            new() { Id = Id("python"), SupportsExtensions = [".py"], SupportsLanguages = ["python"] },
            new() { Id = Id("sharp"), SupportsMimeTypes = ["text/x-csharp"], Capabilities = ["ast"] });
        var error = Assert.Throws<NoCapabilityMatchException>(() => Stages.Of(provider).For(extension: ".rs", capability: "ast"));
        Assert.Equal((PluginErrorCodes.NoCapabilityMatch, "stage"), (error.Code, error.Kind));
        Assert.Equal(["py", ".py"], error.Supported["extension"].OrderBy(static value => value.Length));
        Assert.Equal("No plugin of the kind 'stage' can handle extension '.rs', capability 'ast', and the kind has no fallback. Supported: extension .py, py; language python; mime_type text/x-csharp; capability ast. Install a plugin that declares it, or mark one with 'fallback = true'.", error.Message);
        Assert.False(Stages.Of(provider).TryFor(new CapabilityRequest { Extension = ".rs" }, out var none));
        Assert.Null(none);
    }

    [Fact]
    public async Task For_OnlyUnavailableOnes_SaysWhichAndWhy()
    {
        await using var provider = await TestProvider.StartAsync(static o => o.Add(new PluginManifest { Id = new("stage", "python"), SupportsExtensions = [".py"] }, static _ => throw new InvalidOperationException("no luck")));
        var error = Assert.Throws<PluginUnavailableException>(() => Stages.Of(provider).For(extension: ".py"));
        Assert.Equal("stage:python", error.Plugin?.ToString());
        Assert.Contains("no luck", error.Message, StringComparison.Ordinal);
        Assert.Contains("would handle extension '.py'", error.Message, StringComparison.Ordinal);
        Assert.False(Stages.Of(provider).TryFor(new CapabilityRequest { Extension = ".py" }, out _));
    }

    [Fact]
    public async Task For_Filters_NarrowCandidatesByPluginAndByTheCallersMetadata()
    {
        await using var provider = await TestProvider.StartAsync(static o =>
        {
            o.Add(new PluginManifest { Id = Id("gold"), SupportsExtensions = [".py"], Priority = 9, Metadata = new Dictionary<string, object?> { ["plan"] = "gold" } }, new Stage("gold"));
            o.Add(new PluginManifest { Id = Id("plain"), SupportsExtensions = [".py"] }, new Stage("plain"));
            o.ForKind("stage", static kind => kind.CandidateFilter = static (plugin, metadata) => !plugin.Metadata.ContainsKey("plan") || metadata.GetValueOrDefault("plan") is "gold");
        });
        Assert.Equal("plain: x", Stages.Of(provider).For(extension: ".py").Handle("x"));
        using (CallMetadata.Begin("plan", "gold"))
        {
            Assert.Equal("gold: x", Stages.Of(provider).For(extension: ".py").Handle("x"));
            Assert.Equal("plain: x", Stages.Of(provider).For(new CapabilityRequest { Extension = ".py", Filter = static plugin => plugin.Priority == 0 }).Handle("x"));
        }
    }

    [Fact]
    public async Task For_NothingAsked_EveryPluginCan()
    {
        await using var provider = await StartAsync(new() { Id = Id("b") }, new() { Id = Id("a") });
        Assert.Equal("a: x", Stages.Of(provider).For(default(CapabilityRequest)).Handle("x"));
    }

    [Fact]
    public async Task For_StreamHook_IsCalledOnThePluginThatIsFound()
    {
        await using var provider = await StartAsync(new PluginManifest { Id = Id("python"), SupportsExtensions = [".py"] });
        var parts = new List<string>();
        await foreach (var part in Stages.Of(provider).Split(new() { Extension = "py" }, "a b", _cancellation))
        {
            parts.Add(part);
        }

        Assert.Equal(["a", "b"], parts);
    }

    private static PluginId Id(string name) => new("stage", name);

    private static Task<TestProvider> StartAsync(params PluginManifest[] manifests) => TestProvider.StartAsync(o =>
    {
        foreach (var manifest in manifests)
        {
            o.Add(manifest, new Stage(manifest.Id.Name));
        }
    });
}

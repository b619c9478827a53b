using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>Plugins that are found elsewhere than in folders.</summary>
public sealed class PluginSourceTests
{
    private readonly TestRuntime _runtime = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Source_Finds_PluginsHaveKeysAndStart()
    {
        var source = new TestSource(static () => ["one", "two"]);
        await using var provider = await TestProvider.StartAsync(o => o.AddSource(source).AddRuntime(_ => _runtime));
        Assert.Equal(["greeter:one", "greeter:two"], provider.Registry.Plugins.Select(static status => status.Id!.Value.ToString()));
        Assert.Equal("x", provider.Greeter("one").Greet("x")[3..]);
        Assert.Equal(1, source.Asked);
    }

    [Fact]
    public async Task Source_ManifestIsInvalid_IsUnavailableWithTheReason()
    {
        await using var provider = await TestProvider.StartAsync(o => o.AddSource(new TestSource(static () => ["one"], static () => "version = 7")).AddRuntime(_ => _runtime));
        var status = provider.Status("greeter:one");
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.ManifestInvalid), (status.State, status.Code));
        Assert.Contains("version", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Source_Throws_IsAWarningAndTheRestGoesOn()
    {
        var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(
            o => o
                .AddSource(new TestSource(static () => FirstThenThrow()))
                .AddSource(new TestSource(static () => ["two"]))
                .AddRuntime(_ => _runtime),
            services => services.AddLogging(logging => logging.AddProvider(logs)));
        Assert.Equal(["greeter:one ready", "greeter:two ready"], provider.Registry.Plugins.Select(static status => $"{status.Id} {PluginStates.NameOf(status.State)}"));
        Assert.Contains(logs.Lines, static line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains($"the source {typeof(TestSource).FullName} threw System.InvalidOperationException: the registry is away", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reload_AsksTheSourceAgain()
    {
        var version = "1.0.0";
        var source = new TestSource(static () => ["one"], () => $"version = \"{version}\"");
        await using var provider = await TestProvider.StartAsync(o => o.AllowReload().AddSource(source).AddRuntime(_ => _runtime));
        version = "2.0.0";
        var reload = await provider.Registry.ReloadAsync("greeter:one", Token);
        Assert.Equal((PluginReloadOutcome.Replaced, "2.0.0", 2), (reload.Outcome, provider.Status("greeter:one").Version, source.Asked));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reload_SourceThrowsOrHasItNoMore_IsWhatItWas(bool isThrown)
    {
        IEnumerable<string> names = ["one"];
        await using var provider = await TestProvider.StartAsync(o => o.AllowReload().AddSource(new TestSource(() => names)).AddRuntime(_ => _runtime));
        names = isThrown ? Throw() : [];
        var reload = await provider.Registry.ReloadAsync("greeter:one", Token);
        Assert.Equal((PluginReloadOutcome.Replaced, "2: x"), (reload.Outcome, provider.Greeter("one").Greet("x")));
    }

    [Fact]
    public async Task Plugin_GivenInCode_TakesThePlaceOfAFoundOne()
    {
        await using var provider = await TestProvider.StartAsync(o => o.AddSource(new TestSource(static () => ["one"])).AddRuntime(_ => _runtime).Add("greeter:one", new CodePlugin()));
        Assert.Equal("x", provider.Greeter("one").Greet("x"));
        Assert.Equal(0, _runtime.Asked);
    }

    private static IEnumerable<string> FirstThenThrow()
    {
        yield return "one";
        foreach (var name in Throw())
        {
            yield return name;
        }
    }

    private static IEnumerable<string> Throw() => Enumerable.Range(0, 1).Select<int, string>(static _ => throw new InvalidOperationException("the registry is away"));
}

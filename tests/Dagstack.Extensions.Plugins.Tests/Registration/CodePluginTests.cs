using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Registration;

/// <summary>Plugins given in code that do not do what they should, or are given in unusual ways.</summary>
public sealed class CodePluginTests
{
    [Fact]
    public async Task Factory_ReturnsNull_IsALoadErrorThatSaysWhatToReturn()
    {
        await using var provider = await TestProvider.StartAsync(static o => o.Add("greeter:null", static _ => null!));
        Assert.Equal("PluginLoadError", provider.Status("greeter:null").Code);
        Assert.Equal("The factory of plugin 'greeter:null' returned null. Return an instance of Fixtures.IGreeter.", provider.Status("greeter:null").Reason);
    }

    [Fact]
    public async Task Factory_Throws_IsALoadErrorThatSaysWhatWasThrown()
    {
        await using var provider = await TestProvider.StartAsync(static o => o.Add("greeter:throws", static _ => throw new InvalidOperationException("no license")).Add("greeter:good", new CodePlugin()));
        Assert.Equal("PluginLoadError", provider.Status("greeter:throws").Code);
        Assert.Equal("The factory of plugin 'greeter:throws' threw System.InvalidOperationException: no license", provider.Status("greeter:throws").Reason);
        Assert.Equal(PluginState.Ready, provider.Status("greeter:good").State);
    }

    [Fact]
    public async Task Factory_ObjectOfAnotherType_IsDisposedAndALoadError()
    {
        var wrong = new Wrong();
        await using var provider = await TestProvider.StartAsync(o => o.Add("greeter:wrong", _ => wrong));
        Assert.Equal("PluginLoadError", provider.Status("greeter:wrong").Code);
        Assert.Contains("+Wrong, which does not implement Fixtures.IGreeter", provider.Status("greeter:wrong").Reason, StringComparison.Ordinal);
        Assert.Equal(1, wrong.Disposals);
    }

    [Fact]
    public async Task Instance_OfAnotherType_IsNotDisposed()
    {
        var wrong = new Wrong();
        var provider = await TestProvider.StartAsync(o => o.Add("greeter:wrong", wrong));
        await provider.DisposeAsync();
        Assert.Equal(0, wrong.Disposals);
    }

    [Fact]
    public async Task Factory_AskedForAnUndeclaredResource_SaysSo()
    {
        await using var provider = await TestProvider.StartAsync(static o => o.Add("greeter:clock", static services => new CodePlugin { OnDispose = services.GetRequiredService<Clock>().ToString() is null ? null : static () => { } }));
        Assert.Equal("MissingDependency", provider.Status("greeter:clock").Code);
    }

    [Fact]
    public async Task Instance_UnderTwoIdentities_IsTwoPluginsThatAreEachSetUpAndTornDown()
    {
        var (setups, teardowns) = (0, 0);
        var plugin = new CodePlugin
        {
            OnSetup = _ =>
            {
                setups++;
                return default;
            },
            OnTeardown = _ =>
            {
                teardowns++;
                return new(true);
            },
        };
        var provider = await TestProvider.StartAsync(o => o.Add("greeter:one", plugin).Add("greeter:two", plugin));
        Assert.Equal(("x", "y"), (provider.Greeter("one").Greet("x"), provider.Greeter("two").Greet("y")));
        await provider.DisposeAsync();
        Assert.Equal((2, 2), (setups, teardowns));
    }

    [Fact]
    public async Task Factory_TwoProvidersFromOneCollection_MakesOneEachAndDisposesItsOwn()
    {
        var made = new List<Counting>();
        var services = new ServiceCollection();
        services.AddDagstackPlugins(o => o.Add("greeter:counting", _ =>
        {
            made.Add(new());
            return made[^1];
        }));
        await using var two = TestProvider.Build(services);
        await using (var one = TestProvider.Build(services))
        {
            await one.SetupPluginsAsync(TestContext.Current.CancellationToken);
            await two.SetupPluginsAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal([1, 0], made.Select(static each => each.Disposals));
        Assert.Equal("still", two.GetRequiredKeyedService<IGreeter>("greeter:counting").Greet("still"));
    }

    [Fact]
    public async Task Instance_TwoProvidersFromOneCollection_IsSharedAndEndedByNeither()
    {
        var plugin = new Counting();
        var services = new ServiceCollection();
        services.AddDagstackPlugins(o => o.Add("greeter:counting", plugin));
        await using (var one = TestProvider.Build(services))
        await using (var two = TestProvider.Build(services))
        {
            await one.SetupPluginsAsync(TestContext.Current.CancellationToken);
            await two.SetupPluginsAsync(TestContext.Current.CancellationToken);
            Assert.Equal("x", two.GetRequiredKeyedService<IGreeter>("greeter:counting").Greet("x"));
        }

        Assert.Equal(0, plugin.Disposals);
    }

    private class Wrong : IDisposable
    {
        public int Disposals { get; private set; }

        public void Dispose() => Disposals++;
    }

    private sealed class Counting : Wrong, IGreeter
    {
        public string Greet(string name) => name;
    }
}

using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>Runtimes that are given to a host wrongly.</summary>
public sealed class RuntimeRegistrationTests
{
    [Fact]
    public void AddRuntime_OfNoTypeOfItsOwn_SaysWhatToDo()
    {
        var fault = Assert.Throws<ArgumentException>(static () => new DagstackPluginOptions().AddRuntime<PluginRuntime>(static _ => new TestRuntime()));
        Assert.StartsWith("A runtime is known by its type, and the factory says only that it makes a PluginRuntime. Have it return the class itself, or name that: o.AddRuntime<MyRuntime>(…).", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddRuntime_OfOneTypeTwice_TheFirstIsThere()
    {
        var (first, second) = (new TestRuntime(), new TestRuntime());
        await using var provider = await TestProvider.StartAsync(o => o.AddSource(new TestSource(static () => ["one"])).AddRuntime(_ => first).AddRuntime(_ => second));
        Assert.Equal((1, 0), (first.Asked, second.Asked));
    }
}

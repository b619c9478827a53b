using Dagstack.Extensions.Plugins.Hosting;
using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Dispatch;

public sealed class HookDescriptorTests
{
    [Fact]
    public void WireNames_SyncAndAsyncPair_AreBothPlain()
    {
        var services = new ServiceCollection();
        services.AddDagstackPlugins(static o => o.AddKind<IGreeter>());
        var contract = PluginRegistrar.Find(services)!.Kinds.Contracts["greeter"];
        Assert.Equal(["greet", "greet_async", "greet_all"], contract.Hooks.Select(static hook => hook.WireName));
        Assert.Equal("1.2.0", contract.ApiVersion);
        Assert.Same(contract.Hooks, contract.Hooks);
    }
}

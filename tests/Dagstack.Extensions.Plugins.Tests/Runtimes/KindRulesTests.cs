using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>What a contract says of all plugins of its kind: in the host's process only, and one for the host.</summary>
public sealed class KindRulesTests
{
    [Fact]
    public void Contract_OfTheKind_HasItsRules()
    {
        var (ledger, leader) = (PluginContracts.FindAll()["ledger"], PluginContracts.FindAll()["leader"]);

        Assert.Equal((true, true, "Keeps the books in the memory of the host."), (ledger.IsInProcessOnly, ledger.IsSingletonPerRuntime, ledger.Description));
        Assert.Equal((false, false), (leader.IsInProcessOnly, leader.IsSingletonPerRuntime));
    }

    [Fact]
    public async Task Start_OtherRuntimeThanInProcess_IsNotSupportedAndSaysWhatToWrite()
    {
        await using var provider = await TestProvider.StartAsync(static o => o
            .AddSource(new TestSource(static () => ["far"], kind: "ledger"))
            .AddRuntime(static _ => new TestRuntime())
            .Add(new PluginManifest { Id = new("ledger", "near") }, new Ledger()));

        var status = provider.Status("ledger:far");
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.RuntimeNotSupported), (status.State, status.Code));
        Assert.Equal("its runtime is 'test', and plugins of the kind 'ledger' run in the process of the host only: its contract Fixtures.ILedger says InProcessOnly. Write runtime = \"in_process\" in its manifest.", status.Reason);
        Assert.Equal(PluginState.Ready, provider.Status("ledger:near").State);
        Assert.Equal(1, provider.Services.GetRequiredKeyedService<ILedger>("ledger").Enter("a"));
    }

    [Fact]
    public async Task Start_ProcessesOfItsOwn_AreNotSupportedAndTheOtherModelIsNamed()
    {
        await using var provider = await TestProvider.StartAsync(static o => o.Add(new PluginManifest { Id = new("ledger", "near"), ExecutionModel = PluginExecutionModel.ProcessCpuBound }, new Ledger()));

        var status = provider.Status("ledger:near");
        Assert.Equal((PluginState.Unavailable, PluginErrorCodes.RuntimeNotSupported), (status.State, status.Code));
        Assert.Equal("its execution_model is 'process_cpu_bound', and plugins of the kind 'ledger' run in the process of the host only: its contract Fixtures.ILedger says InProcessOnly. Write execution_model = \"thread_cpu_bound\" in its manifest.", status.Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_TwoPluginsOfAKindWithOne_IsAmbiguousWhateverChoosesForEachCall(bool isRouted)
    {
        await using var provider = TestProvider.Build(o =>
        {
            o.Add(new PluginManifest { Id = new("ledger", "a") }, new Ledger()).Add(new PluginManifest { Id = new("ledger", "b") }, new Ledger());
            if (isRouted)
            {
                o.ForKind("ledger", static kind => kind.RoutingPolicy = static _ => "a");
            }
        });

        var error = await Assert.ThrowsAsync<AmbiguousPluginException>(() => provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken));

        Assert.StartsWith("2 plugins claim being the active plugin of the kind 'ledger', at priority 0: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("DAGSTACK_ACTIVE_LEDGER", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_TwoPluginsOfAKindWithOne_TheChosenOneServes()
    {
        await using var provider = await TestProvider.StartAsync(
            static o => o.Add(new PluginManifest { Id = new("ledger", "a") }, new Ledger()).Add(new PluginManifest { Id = new("ledger", "b") }, new Ledger()),
            null,
            ("dagstack:active:ledger", "b"));

        Assert.Equal(1, provider.Services.GetRequiredKeyedService<ILedger>("ledger").Enter("a"));
    }

    private sealed class Ledger : ILedger
    {
        private int _lines;

        public int Enter(string line) => ++_lines;
    }
}

using Dagstack.Extensions.Plugins.Catalog;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Lifecycle;

public sealed class TransitionTests
{
    /// <summary>The table of §3 of the contract, to the letter.</summary>
    private static readonly Dictionary<PluginState, PluginState[]> s_table = new()
    {
        [PluginState.Discovered] = [PluginState.Starting, PluginState.Unavailable, PluginState.Disabled],
        [PluginState.Disabled] = [],
        [PluginState.Starting] = [PluginState.Ready, PluginState.Unavailable, PluginState.Stopping],
        [PluginState.Ready] = [PluginState.Degraded, PluginState.Unavailable, PluginState.Reloading, PluginState.Stopping],
        [PluginState.Degraded] = [PluginState.Ready, PluginState.Unavailable, PluginState.Reloading, PluginState.Stopping],
        [PluginState.Unavailable] = [PluginState.Starting, PluginState.Ready, PluginState.Stopping],
        [PluginState.Reloading] = [PluginState.Ready, PluginState.Degraded, PluginState.Unavailable, PluginState.Stopping],
        [PluginState.Stopping] = [PluginState.Stopped, PluginState.Leaked],
        [PluginState.Stopped] = [PluginState.Starting],
        [PluginState.Leaked] = [],
    };

    [Fact]
    public void Allows_EveryPairOfStates_IsTheContractsTable()
    {
        foreach (var from in Enum.GetValues<PluginState>())
        {
            Assert.Equal(s_table[from].Order(), Enum.GetValues<PluginState>().Where(to => PluginTransitions.Allows(from, to)));
        }
    }
}

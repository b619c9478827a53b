using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace PluginName.Tests;

public sealed class ContractTests
{
    public static IEnumerable<TheoryDataRow<PluginCheck>> Checks => PluginContractSuite.Checks.Select(check => new TheoryDataRow<PluginCheck>(check));

    /// <summary>What every plugin promises: one test for each promise. The program is started as its manifest says.</summary>
    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Plugin_KeepsTheContract(PluginCheck check)
    {
        var report = await PluginContractSuite.ForFolder("plugin").ConfigureHost(host => host.ConfigurePlugins(options => options.UseMcp())).Only(check).RunAsync(TestContext.Current.CancellationToken);
        Assert.True(report.Ok, report.FormatFailures());
    }
}

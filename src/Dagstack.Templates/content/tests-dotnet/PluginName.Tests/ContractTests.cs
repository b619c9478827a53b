using Dagstack.Extensions.Plugins.Testing;
using Xunit;

namespace PluginName.Tests;

public sealed class ContractTests
{
    public static IEnumerable<TheoryDataRow<PluginCheck>> Checks => PluginContractSuite.Checks.Select(check => new TheoryDataRow<PluginCheck>(check));

    /// <summary>What every plugin promises: one test for each promise, which says in which line it is broken and what to do.</summary>
    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Plugin_KeepsTheContract(PluginCheck check)
    {
        var report = await PluginContractSuite.For<PLUGIN_CLASS>().Only(check).RunAsync(TestContext.Current.CancellationToken);
        Assert.True(report.Ok, report.FormatFailures());
    }
}

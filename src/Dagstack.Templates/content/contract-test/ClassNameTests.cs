using Dagstack.Extensions.Plugins.Testing;
using Xunit;

public sealed class ClassNameTests
{
    [Fact]
    public async Task ClassName_KeepsTheContract()
    {
        var report = await PluginContractSuite.For<ClassName>().RunAsync(TestContext.Current.CancellationToken);
        Assert.True(report.Ok, report.FormatFailures());
    }
}

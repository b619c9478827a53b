using Dagstack.Extensions.Plugins.Mcp.Tests.Languages;
using Dagstack.Extensions.Plugins.Testing;
using Probing;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Suite;

/// <summary>The contract suite over plugins in Python and Node, and in C# in a process of its own.</summary>
public sealed class ContractSuiteTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Language.Processes), MemberType = typeof(Language))]
    public async Task RunAsync_PluginThatKeepsTheContract_PassesAndSaysWhatWasNotChecked(string language)
    {
        using var root = new TempFolder();

        var report = await SuiteOf(root.AddProbe(language))
            .WithCall<IProbe>(static probe => probe.Echo("text"))
            .WithCall<IProbe>(static probe => probe.EchoThing(new("a", 1, ["t"])))
            .WithCall<IProbe>(static probe => probe.RepeatAsync(new("b", 2, []), cancellationToken: default))
            .WithCall<IProbe>(static probe => probe.ReportAsync(3, default))
            .RunAsync(Token);

        Assert.True(report.Ok, report.FormatFailures());

        // Code in .NET is read wherever it runs.
        PluginCheck[] unread = language == Language.Worker ? [] : [PluginCheck.Resources];
        Assert.Equal([PluginCheck.AmbientState, PluginCheck.Lifecycle, .. unread, PluginCheck.ExecutionModel], report.Skipped.Select(static skip => skip.Check).Distinct().Order());
        Assert.All(report.Skipped, static skip => Assert.Contains("a process of its own", skip.Reason, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Language.Processes), MemberType = typeof(Language))]
    public async Task RunAsync_HookThatTellsItsProcess_IsNotDeterministic(string language)
    {
        using var root = new TempFolder();

        var report = await SuiteOf(root.AddProbe(language)).WithCall<IProbe>(static probe => probe.Look()).RunAsync(Token);

        Assert.Equal([PluginCheck.Determinism], report.Failures.Select(static failure => failure.Check).Distinct());
    }

    [Theory, MemberData(nameof(Language.Processes), MemberType = typeof(Language))]
    public async Task RunAsync_WithoutTheRuntime_SaysWhatIsMissing(string language)
    {
        using var root = new TempFolder();

        var report = await PluginContractSuite.ForFolder(root.AddProbe(language)).RunAsync(Token);

        Assert.Contains("UseMcp()", Assert.Single(report.Failures).Message, StringComparison.Ordinal);
    }

    private static PluginContractSuite SuiteOf(string folder) =>
        PluginContractSuite.ForFolder(folder).ConfigureHost(static host => host.ConfigurePlugins(static options => options.UseMcp()));
}

using System.Text.Json;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Testing.Inputs;

namespace Dagstack.Extensions.Plugins.Testing.Tests.Suite;

/// <summary>Inputs that the suite makes itself.</summary>
public sealed class MadeInputTests
{
    [Fact]
    public async Task RunAsync_HooksWithRecordsListsAndMore_AreCalledWithSuch()
    {
        using var suspect = new Suspect("Taker", "taker");

        var report = await suspect.RunAsync();

        Assert.True(report.Ok, report.FormatFailures());
        Assert.DoesNotContain(report.Skipped, static skip => skip.Reason.Contains("No input", StringComparison.Ordinal));
    }

    /// <summary>The built-in kind takes an object of ours, which is made as any other.</summary>
    [Fact]
    public void MakeCalls_OfTheKindTool_HasRequests()
    {
        var calls = InputMaker.MakeCalls(PluginContracts.FindAll()["tool"], seed: 0, out var notMade);

        Assert.Empty(notMade);
        var requests = calls.SelectMany(static call => call.Arguments).Cast<ToolRequest>().ToArray();
        Assert.NotEmpty(requests);
        Assert.All(requests, static request => Assert.Equal(JsonValueKind.Object, request.Args.ValueKind));
        Assert.All(calls, static call => Assert.Equal(call.Hook, call.CreateInvocation().Hook));
    }
}

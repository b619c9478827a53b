namespace Dagstack.Extensions.Plugins.Testing.Tests.Suite;

/// <summary>A plugin that takes another one is checked with it.</summary>
public sealed class OtherPluginTests
{
    [Fact]
    public async Task RunAsync_PluginWithTheOneItTakes_PassesAllChecks()
    {
        using var given = new Suspect("InvariantFormat", name: "given");
        using var suspect = new Suspect("Asker");

        var report = await PluginContractSuite.ForFolder(suspect.Folder).WithPlugin(given.Folder).RunAsync(TestContext.Current.CancellationToken);

        Assert.True(report.Ok, report.FormatFailures());
        Assert.Equal("probe:suspect", report.Plugin);
        Assert.DoesNotContain(report.Skipped, static skip => skip.Check is PluginCheck.Lifecycle or PluginCheck.AmbientState or PluginCheck.Determinism);
    }

    [Fact]
    public async Task RunAsync_PluginWithAFaultBesideOneThatHasNone_IsTheOneThatFails()
    {
        using var given = new Suspect("InvariantFormat", name: "given");
        using var suspect = new Suspect("StaticAsker");

        var report = await PluginContractSuite.ForFolder(suspect.Folder).WithPlugin(given.Folder).Only(PluginCheck.AmbientState).RunAsync(TestContext.Current.CancellationToken);

        Assert.Contains(report.Failures, static failure => failure.Location.Type == "Suspects.StaticAsker");
    }

    [Fact]
    public async Task RunAsync_FaultOfTheOtherPlugin_IsNotThatOfThisOne()
    {
        using var given = new Suspect("NotReleased", name: "given");
        using var suspect = new Suspect("Asker");

        var report = await PluginContractSuite.ForFolder(suspect.Folder).WithPlugin(given.Folder).Only(PluginCheck.Lifecycle, PluginCheck.AmbientState).RunAsync(TestContext.Current.CancellationToken);

        Assert.True(report.Ok, report.FormatFailures());
    }

    [Fact]
    public async Task RunAsync_WithoutTheOneItTakes_SaysHowToGiveIt()
    {
        using var suspect = new Suspect("Asker");

        var report = await PluginContractSuite.ForFolder(suspect.Folder).Only(PluginCheck.Manifest).RunAsync(TestContext.Current.CancellationToken);

        var failure = Assert.Single(report.Failures);
        Assert.Contains("probe:given", failure.Message, StringComparison.Ordinal);
        Assert.Contains("WithPlugin", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_FolderThatDoesNotExist_SaysSo()
    {
        using var suspect = new Suspect("Asker");

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => PluginContractSuite.ForFolder(suspect.Folder).WithPlugin("plugins/none").RunAsync(TestContext.Current.CancellationToken));

        Assert.Contains(Path.Combine("plugins", "none"), fault.Message, StringComparison.Ordinal);
        Assert.Contains("PluginReference", fault.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PluginContractSuite.ForFolder(suspect.Folder).WithPlugin(""));
    }
}

namespace Dagstack.Extensions.Plugins.Testing.Tests.Suite;

/// <summary>The check of manifests: valid, and true of the class.</summary>
public sealed class ManifestTests
{
    [Theory]
    [InlineData("NoSuchProbe", "", "PluginLoadError", "NoSuchProbe")]
    [InlineData("NoSinks", "priority = \"high\"", "ManifestInvalid", "priority")]
    [InlineData("NoSinks", "priority = 2000", "ManifestInvalid", "reserved for plugins of kind 'horizontal_middleware'")]
    [InlineData("NoSinks", "[plugin.resources]\nrequired = [\"clock\"]", "ManifestInvalid", "declares the resource 'clock', and the class takes none")]
    [InlineData("GivenTime", "", "MissingDependency", "clock")]
    [InlineData("LocalTimes", "kind_api_version = \"7\"", "VersionIncompatible", "7")]
    [InlineData("NoSinks", "[plugin.resources]\nrequired = [\"postgres\"]", "MissingDependency", "postgres")]
    public async Task RunAsync_ManifestIsNotTrue_IsFound(string className, string more, string code, string said)
    {
        using var suspect = new Suspect(className, more: more);

        var report = await PluginContractSuite.ForFolder(suspect.Folder).Only(PluginCheck.Manifest).RunAsync(TestContext.Current.CancellationToken);

        var failure = Assert.Single(report.Failures);
        Assert.Equal((PluginCheck.Manifest, code), (failure.Check, failure.Code));
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("dagstack.toml", failure.Location.File, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("refiner", "in_process_only = true", "says in_process_only, and the contract has the chain hook 'Refine'")]
    [InlineData("hidden-refiner", "", "The contract's chain hook 'Refine' is not exposed")]
    public async Task RunAsync_ChainThatStaysInProcess_IsFound(string kind, string more, string said)
    {
        using var suspect = new Suspect("Trims", kind, more);

        var report = await PluginContractSuite.ForFolder(suspect.Folder).Only(PluginCheck.Manifest).RunAsync(TestContext.Current.CancellationToken);

        var failure = Assert.Single(report.Failures);
        Assert.Equal((PluginCheck.Manifest, "RuntimeNotSupported"), (failure.Check, failure.Code));
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ChainThatMayLeave_Passes()
    {
        using var suspect = new Suspect("Trims", "refiner", "in_process_only = false");

        Assert.True((await suspect.RunAsync()).Ok);
    }

    [Fact]
    public async Task RunAsync_InvalidManifest_HasItsLineAndSkipsTheRest()
    {
        using var suspect = new Suspect("NoSinks", more: "priority = \"high\"");

        var report = await suspect.RunAsync();

        Assert.Equal(7, Assert.Single(report.Failures).Location.Line);
        Assert.NotEmpty(report.Skipped);
    }

    [Fact]
    public async Task RunAsync_KindWithoutContract_SaysWhichThereAre()
    {
        using var suspect = new Suspect("NoSinks", kind: "unheard");

        var report = await PluginContractSuite.ForFolder(suspect.Folder).Only(PluginCheck.Manifest).RunAsync(TestContext.Current.CancellationToken);

        var failure = Assert.Single(report.Failures);
        Assert.Equal("KindUnknown", failure.Code);
        Assert.Contains("chunker", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GivenTime", "[plugin.resources]\noptional = [\"clock\"]")]
    [InlineData("NoSinks", "priority = 5\n[plugin.metadata]\nanything = \"goes\"")]
    [InlineData("Suspects.NoSinks", "")]
    public async Task RunAsync_UnusualButTrueManifest_Passes(string className, string more)
    {
        using var suspect = new Suspect(className, more: more);

        var report = await PluginContractSuite.ForFolder(suspect.Folder).Only(PluginCheck.Manifest).RunAsync(TestContext.Current.CancellationToken);

        Assert.True(report.Ok, report.FormatFailures());
    }

    [Fact]
    public async Task RunAsync_ManifestByHand_IsTakenInsteadOfTheFolders()
    {
        using var suspect = new Suspect("NoSinks");
        using var other = new Suspect("CountsLines", name: "other");

        var report = await PluginContractSuite.ForFolder(suspect.Folder).WithManifest(Path.Combine(other.Folder, "dagstack.toml")).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal("probe:other", report.Plugin);
        Assert.True(report.Ok, report.FormatFailures());
    }

    [Fact]
    public async Task RunAsync_FolderThatIsNotThere_Throws()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => PluginContractSuite.ForFolder("no/such/folder").RunAsync(TestContext.Current.CancellationToken));

        Assert.Contains("WithFolder", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ClassWithoutManifest_Throws()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => PluginContractSuite.For<Version>().RunAsync(TestContext.Current.CancellationToken));

        Assert.Contains("dagstack.toml", fault.Message, StringComparison.Ordinal);
    }
}

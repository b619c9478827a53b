namespace Dagstack.Extensions.Packages.Tests;

/// <summary>A manifest is checked when its plugin is built, by the code that the host reads it with.</summary>
public sealed class ManifestWarningTests(PluginProject project) : IClassFixture<PluginProject>
{
    [Fact]
    public async Task Manifest_Wrong_WarnsWithPlaceUntilItIsSolved()
    {
        var wrong = PluginProject.Manifest.Replace("in_process", "in_proces", StringComparison.Ordinal);

        var first = await project.BuildAsync(wrong);
        var second = await project.BuildAsync();
        var solved = await project.BuildAsync(PluginProject.Manifest);

        Assert.Equal(0, first.ExitCode);
        Assert.Contains($"{project.ManifestPath}(4,11): warning DSP110: 'plugin.runtime' is \"in_proces\"", first.Output, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'in_process'?", first.Output, StringComparison.Ordinal);
        Assert.Contains("warning DSP110", second.Output, StringComparison.Ordinal);
        Assert.Contains("0 Warning(s)", solved.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifest_WrongInSeveralPlaces_WarnsOfEach()
    {
        var build = await project.BuildAsync("[plugin]\nname = \"Loud\"\nkind = \"greeter\"\nruntime = \"mcp_stdio\"\npriorty = 3\n");

        Assert.Contains("(2,8): warning DSP110: 'plugin.name'", build.Output, StringComparison.Ordinal);
        Assert.Contains("(5,1): warning DSP110: ", build.Output, StringComparison.Ordinal);
        Assert.Contains("core_version", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifest_WrongWhereWarningsAreErrors_FailsTheBuild()
    {
        var build = await project.BuildAsync("[plugin", "-p:TreatWarningsAsErrors=true");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("error DSP110", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifest_WrongWhereItsCodeStaysAWarning_Warns()
    {
        var build = await project.BuildAsync("[plugin", "-p:TreatWarningsAsErrors=true", "-p:WarningsNotAsErrors=DSP110");

        Assert.Equal(0, build.ExitCode);
        Assert.Contains("warning DSP110", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifest_WrongWithTheCheckSwitchedOff_IsNotSaid()
    {
        var build = await project.BuildAsync("[plugin", "-p:DagstackCheckManifest=false");

        Assert.Contains("0 Warning(s)", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EntryPoint_OfAModuleThatIsNotBuilt_Warns()
    {
        var build = await project.BuildAsync(PluginProject.Manifest.Replace("Loud:", "plugin:", StringComparison.Ordinal));

        Assert.Contains("(6,1): warning DSP112: 'entry_point' is \"plugin:Greeter\", which means plugin.dll, but this project builds Loud.dll. Write entry_point = \"Loud:Greeter\", or set <AssemblyName>plugin</AssemblyName>", build.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("entry_point = \"Loud.dll\"")]
    public async Task EntryPoint_MissingOrWrong_IsWarnedOfWithTheLineToWrite(string line)
    {
        var build = await project.BuildAsync(PluginProject.Manifest.Replace("entry_point = \"Loud:Greeter\"", line, StringComparison.Ordinal));

        Assert.Contains("warning DSP110: 'plugin.entry_point' ", build.Output, StringComparison.Ordinal);
        Assert.Contains("Here that is entry_point = \"Loud:Greeter\".", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CoreVersion_WithoutTheReferencedVersion_Warns()
    {
        var build = await project.BuildAsync(PluginProject.Manifest.Replace(">=0.1.0,<1.0.0", ">=7.0.0", StringComparison.Ordinal));

        Assert.Contains("(5,16): warning DSP113: 'plugin.core_version' is \">=7.0.0\", and this project is built against version 0.2.0", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runtime_OfAPackage_IsNotedOnceAndNoWarning()
    {
        var manifest = PluginProject.Manifest.Replace("\"in_process\"", "[\"echo_process\", \"in_process\"]", StringComparison.Ordinal) + "\n[plugin.echo_process]\ncommand = \"echo\"\n";

        var first = await project.BuildAsync(manifest, "-p:TreatWarningsAsErrors=true");
        var second = await project.BuildAsync(["-p:TreatWarningsAsErrors=true"]);

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Contains("0 Warning(s)", first.Output, StringComparison.Ordinal);
        Assert.Contains($"{project.ManifestPath}(4,12): note DSP114: 'plugin.runtime[0]' is \"echo_process\"", first.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("DSP114", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifest_Absent_WarnsWithTheRemedy()
    {
        File.Delete(project.ManifestPath);

        var build = await project.BuildAsync();

        Assert.Contains("Loud.csproj : warning DSP111: Loud is a plugin project without a manifest", build.Output, StringComparison.Ordinal);
        Assert.Contains("Put a dagstack.toml beside the project file", build.Output, StringComparison.Ordinal);
    }
}

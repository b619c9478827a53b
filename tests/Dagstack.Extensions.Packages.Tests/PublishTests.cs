using System.Runtime.InteropServices;

namespace Dagstack.Extensions.Packages.Tests;

/// <summary>The ways to publish a host that docs/publishing.md lists: each works, or is refused with what to do instead.</summary>
[Collection(ReadmeSolution.Name)]
public sealed class PublishTests(ReadmeSolution solution)
{
    private static readonly string[] s_bundle = ["Chunking.pdb", "Host", "Host.pdb", .. ReadmeSolution.PluginFiles.Select(static file => "plugins/fixed-chunker/" + file)];

    [Fact]
    public async Task Publish_Plain_RunsFromAnyFolder()
    {
        await PublishAsync("plain");

        Assert.Equal(ReadmeSolution.PluginFiles, solution.Repository.Files("out/plain/plugins/fixed-chunker"));
        Assert.Contains("Chunking.dll", solution.Repository.Files("out/plain"));
        await AssertRunsAsync("plain");
    }

    [Fact]
    public async Task Publish_OfThePlugin_IsAPluginFolder()
    {
        await solution.Repository.SucceedAsync("publish", "FixedChunker", "--nologo", "-o", solution.Repository.Combine("out/plugin"));

        Assert.Equal(ReadmeSolution.PluginFiles, solution.Repository.Files("out/plugin"));
    }

    [Theory]
    [InlineData("--no-self-contained")]
    [InlineData("--self-contained")]
    public async Task Publish_SingleFile_KeepsPluginsBesideIt(string mode)
    {
        await PublishAsync("single" + mode, "-r", RuntimeInformation.RuntimeIdentifier, mode, "-p:PublishSingleFile=true");

        Assert.Equal(s_bundle, solution.Repository.Files("out/single" + mode).Select(static file => file == "Host.exe" ? "Host" : file).Order(StringComparer.Ordinal));
        await AssertRunsAsync("single" + mode);
    }

    [Fact]
    public async Task Publish_ReadyToRun_Runs()
    {
        await PublishAsync("ready", "-r", RuntimeInformation.RuntimeIdentifier, "--no-self-contained", "-p:PublishReadyToRun=true");

        await AssertRunsAsync("ready");
    }

    [Theory]
    [InlineData("PublishTrimmed", "DSP120", "<DagstackAllowTrimming>true</DagstackAllowTrimming>")]
    [InlineData("PublishAot", "DSP121", "use PublishSingleFile and PublishReadyToRun")]
    public async Task Publish_ThatCannotWork_SaysSoAndWhatToDo(string property, string code, string remedy)
    {
        // The property where a user has it; the check comes before anything that the mode needs is looked for.
        var publish = await solution.Repository.DotnetAsync("publish", "Host", "--no-restore", "--nologo", $"-p:{property}=true");

        Assert.NotEqual(0, publish.ExitCode);
        Assert.Contains($"Host.csproj : error {code}: ", publish.Output, StringComparison.Ordinal);
        Assert.Contains(remedy, publish.Output, StringComparison.Ordinal);
    }

    private Task<ProcessResult> PublishAsync(string name, params string[] arguments) =>
        solution.Repository.SucceedAsync(["publish", "Host", "--nologo", "-o", solution.Repository.Combine("out/" + name), .. arguments]);

    /// <summary>Runs what was published, from a folder that is not its own.</summary>
    private async Task AssertRunsAsync(string name)
    {
        var file = solution.Repository.Combine($"out/{name}/Host" + (OperatingSystem.IsWindows() ? ".exe" : string.Empty));
        var run = await Tool.RunProgramAsync(file, Path.GetTempPath());

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal(ReadmeSolution.Output, run.Lines.Where(static line => char.IsAsciiDigit(line[0]) && line.Contains(": ", StringComparison.Ordinal)));
    }
}

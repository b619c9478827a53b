namespace Dagstack.Extensions.Packages.Tests;

/// <summary>What comes to plugins/ beside a host's output, on build, on publish, when it changes, and when a reference is wrong.</summary>
public sealed class PluginReferenceTests(AwkwardSolution solution) : IClassFixture<AwkwardSolution>
{
    private const string Plugins = "Host/bin/Release/net10.0/plugins";

    private static readonly string[] s_files =
    [
        "greeter-plugin/GreeterPlugin.deps.json",
        "greeter-plugin/GreeterPlugin.dll",
        "greeter-plugin/GreeterPlugin.pdb",
        "greeter-plugin/Library.dll",
        "greeter-plugin/Library.pdb",
        "greeter-plugin/Microsoft.Extensions.Caching.Abstractions.dll",
        "greeter-plugin/Microsoft.Extensions.Caching.Memory.dll",
        "greeter-plugin/Tomlyn.dll",
        "greeter-plugin/dagstack.toml",
        "greeter-plugin/data/one.txt",
        "greeter-plugin/data/two.txt",
        "greeter-plugin/de/GreeterPlugin.resources.dll",
        "greeter-plugin/runtimes/linux-x64/native/libanswer.so",
        "greeter-plugin/runtimes/win-x64/native/answer.dll",
    ];

    [Fact]
    public async Task Build_OfAPluginWithEverything_BringsItsOwnFilesAndNoContract()
    {
        await BuildAsync();

        Assert.Equal(s_files, solution.Repository.Files(Plugins));
        var run = await solution.Repository.SucceedAsync("exec", "Host/bin/Release/net10.0/Host.dll");
        Assert.Equal(["Hallo, no clock, cached"], run.Lines);
    }

    [Fact]
    public async Task Publish_WithoutBuilding_BringsTheSameFiles()
    {
        await BuildAsync();
        await solution.Repository.SucceedAsync("publish", "Host", "-c", "Release", "-f", "net10.0", "--no-build", "--nologo", "-o", solution.Repository.Combine("out"));

        Assert.Equal(s_files, solution.Repository.Files("out/plugins"));
    }

    [Fact]
    public async Task Build_AfterPublishOfThePlugin_DoesNotTakeItsPublishFolder()
    {
        await solution.Repository.SucceedAsync("publish", "GreeterPlugin", "-c", "Release", "-f", "net10.0", "--nologo");
        await BuildAsync();

        Assert.Equal(s_files, solution.Repository.Files(Plugins));
        Assert.Equal(s_files.Select(static file => file["greeter-plugin/".Length..]), solution.Repository.Files("GreeterPlugin/bin/Release/net10.0/publish"));
    }

    [Fact]
    public async Task Build_AfterAFileIsRenamed_LeavesNoneBehind()
    {
        await BuildAsync();
        File.Move(solution.Repository.Combine("GreeterPlugin/data/two.txt"), solution.Repository.Combine("GreeterPlugin/data/three.txt"));
        await BuildAsync();
        var renamed = solution.Repository.Files(Plugins + "/greeter-plugin/data");
        File.Move(solution.Repository.Combine("GreeterPlugin/data/three.txt"), solution.Repository.Combine("GreeterPlugin/data/two.txt"));

        Assert.Equal(["one.txt", "three.txt"], renamed);
    }

    [Fact]
    public async Task Build_AfterThePluginGetsAReference_RestoresIt()
    {
        const string project = "GreeterPlugin/GreeterPlugin.csproj";
        await BuildAsync();
        var before = await File.ReadAllTextAsync(solution.Repository.Combine(project), TestContext.Current.CancellationToken);
        solution.Repository.Write("Later/Later.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
        solution.Repository.Write(project, before.Replace("</Project>", """<ItemGroup><ProjectReference Include="../Later/Later.csproj" /></ItemGroup></Project>""", StringComparison.Ordinal));

        await BuildAsync();
        var files = solution.Repository.Files(Plugins + "/greeter-plugin");
        solution.Repository.Write(project, before);

        Assert.Contains("Later.dll", files);
    }

    [Fact]
    public async Task Clean_OfTheHost_LeavesNoPlugin()
    {
        await BuildAsync();
        await solution.Repository.SucceedAsync("clean", "Host", "-c", "Release", "--nologo");

        // What another test builds for debugging is not what is cleaned.
        Assert.Empty(solution.Repository.Files("Host/bin/Release"));
    }

    [Theory]
    [InlineData("twice", "DSP101", "Two plugins would both come to plugins/greeter-plugin/: ")]
    [InlineData("none", "DSP100", "NoPlugin is named by a PluginReference but is not a plugin project")]
    [InlineData("missing", "DSP102", "The PluginReference '../Greeter/Greeter.csproj' leads to ")]
    public async Task Build_WithAWrongReference_SaysWhatIsWrong(string wrong, string code, string message)
    {
        var build = await solution.Repository.DotnetAsync("build", "Host", "-c", "Release", "--nologo", $"-p:Wrong={wrong}");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains($"Host.csproj : error {code}: {message}", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_WithAPluginAsALibrary_SaysWhatToWriteAndBuilds()
    {
        var build = await solution.Repository.DotnetAsync("build", "Host", "-c", "Debug", "--nologo", "-p:Wrong=library");

        Assert.Equal(0, build.ExitCode);
        Assert.Contains("""Host.csproj : warning DSP103: Quiet is a plugin, and a ProjectReference makes it a library of this host: no folder of it comes to plugins/, and no host finds it there. Write <PluginReference Include="../Quiet/Quiet.csproj" /> in place of the ProjectReference.""", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_ThatUsesNoTypeOfTheContract_KnowsItsKind()
    {
        await solution.Repository.SucceedAsync("build", "Carrier", "-c", "Release", "--nologo");
        var run = await solution.Repository.SucceedAsync("exec", "Carrier/bin/Release/net10.0/Carrier.dll");

        Assert.Equal(["greeter:polite (ready)"], run.Lines);
    }

    private Task<ProcessResult> BuildAsync() => solution.Repository.SucceedAsync("build", "Host", "-c", "Release", "--no-restore", "--nologo");
}

namespace Dagstack.Extensions.Packages.Tests;

/// <summary>A host that is one file, which the README prints first.</summary>
public sealed class FileProgramTests(PackageFeed feed) : IDisposable
{
    private const string Clone = "#:project ../src/Dagstack.Extensions.Plugins\n";

    private static readonly string s_sample = File.ReadAllText(Path.Combine(Repository.Root, "samples", "Hello.cs")).ReplaceLineEndings("\n");

    private readonly UserRepository _repository = new(feed);

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void Readme_PrintsTheProgramOfTheSample()
    {
        Assert.StartsWith(Clone, s_sample, StringComparison.Ordinal);
        Assert.Contains($"```csharp\n// samples/Hello.cs\n{s_sample}```", File.ReadAllText(Readme.File).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_InTheClone_Runs()
    {
        var run = await Tool.RunAsync(Repository.Root, "run", "samples/Hello.cs");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal("Good day, dagstack.", run.Lines[^1]);
    }

    [Fact]
    public async Task Program_WithThePackage_RunsAndIsNotPublishedAsNativeCode()
    {
        _repository.Write("hello.cs", "#:package Dagstack.Extensions.Plugins@0.2.0\n" + s_sample[Clone.Length..]);

        var run = await _repository.SucceedAsync("run", "hello.cs");
        Assert.Equal("Good day, dagstack.", run.Lines[^1]);

        var publish = await _repository.DotnetAsync("publish", "hello.cs");
        Assert.NotEqual(0, publish.ExitCode);
        Assert.Contains("error DSP121: hello.cs hosts plugins and has PublishAot", publish.Output, StringComparison.Ordinal);
        Assert.Contains("#:property PublishAot=false", publish.Output, StringComparison.Ordinal);
    }
}

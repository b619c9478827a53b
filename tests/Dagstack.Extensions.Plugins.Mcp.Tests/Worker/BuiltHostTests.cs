using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Worker;

/// <summary>Hosts that are built, published and started in ways of their own, each of which has workers.</summary>
/// <remarks>Builds keep a machine busy, on which others measure.</remarks>
[Collection(nameof(Alone))]
public sealed partial class BuiltHostTests(HostPrograms programs) : IClassFixture<HostPrograms>
{
    [Fact]
    public async Task SingleFile_HasAWorker()
    {
        AssertBuilt(await programs.SingleFile);

        AssertHasAWorker(await programs.RunPublishedAsync("single"));
    }

    [Fact]
    public async Task SingleFile_WithTheFramework_HasAWorker()
    {
        AssertBuilt(await programs.WithTheFramework);

        AssertHasAWorker(await programs.RunPublishedAsync("contained"));
    }

    [Fact]
    public async Task ProgramOfOneFile_HasAWorker() => AssertHasAWorker(await programs.FileProgram);

    [Fact]
    public async Task ProgramOfOneFile_ThatIsMeantForNativeCode_SaysWhatToWrite()
    {
        var run = await programs.PlainFileProgram;
        SkipWithoutPackages(run);

        Assert.StartsWith("RuntimeNotSupported: ", run.Lines[^1], StringComparison.Ordinal);
        Assert.Contains("'#:property PublishAot=false' into its file", run.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestHost_OfVSTest_HasAWorker()
    {
        var run = await programs.TestHost;

        AssertBuilt(run);
        Assert.Matches(OnePassed(), run.Output);
    }

    private static void AssertBuilt(ProcessResult build)
    {
        SkipWithoutPackages(build);
        Assert.True(build.ExitCode == 0, build.Output + build.Error);
    }

    private static void AssertHasAWorker(ProcessResult run)
    {
        AssertBuilt(run);
        Assert.True(run.Lines[^1].Split(' ') is [var own, var worker] && own != worker && int.TryParse(own, out _) && int.TryParse(worker, out _), run.Output + run.Error);
    }

    /// <summary>Packs of the runtime and packages of tests are not in the SDK.</summary>
    private static void SkipWithoutPackages(ProcessResult build) =>
        Assert.SkipWhen(Missing().Match(build.Output + build.Error) is { Success: true }, $"What is not in the SDK cannot be had here: {Missing().Match(build.Output + build.Error).Value}");

    [GeneratedRegex(@"\b(NU1101|NU1102|NU1301|NETSDK1112)\b.*")]
    private static partial Regex Missing();

    [GeneratedRegex(@"Failed: +0, Passed: +1,")]
    private static partial Regex OnePassed();
}

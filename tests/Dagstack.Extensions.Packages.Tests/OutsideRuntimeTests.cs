namespace Dagstack.Extensions.Packages.Tests;

/// <summary>A runtime that somebody else has written, with nothing but the packages: its plugins pass the tests that in_process ones pass.</summary>
public sealed class OutsideRuntimeTests(PackageFeed feed, ITestOutputHelper output)
{
    private static readonly string s_fixture = Path.Combine(Repository.Root, "tests", "fixtures", "EchoProcess");

    [Fact]
    public async Task EchoProcess_OutsideOfTheRepository_PassesTheSameTests()
    {
        using var repository = new UserRepository(feed);
        foreach (var file in Directory.GetFiles(s_fixture, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(s_fixture, file);
            if (!path.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"))
            {
                repository.Write(path, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            }
        }

        await repository.SucceedAsync("build", "Echo.Tests", "--nologo");
        var run = await repository.DotnetAsync("run", "--no-build", "--project", "Echo.Tests", "--", "--no-progress", "--no-ansi", "--output", "Detailed", "--show-live-output", "on");
        output.WriteLine(run.Output);
        Assert.True(run.ExitCode == 0, $"{run.Output}{run.Error}");
        Assert.Contains("failed: 0", run.Output, StringComparison.Ordinal);
    }
}

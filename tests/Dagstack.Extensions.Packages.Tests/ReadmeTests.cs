using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Packages.Tests;

/// <summary>The programs in the README are written out as printed, built from packages outside of the repository, tested and run.</summary>
[Collection(ReadmeSolution.Name)]
public sealed partial class ReadmeTests(ReadmeSolution solution)
{
    [Fact]
    public void Programs_OfReadme_AreTheseFiles() => Assert.Equal(
        ["samples/Hello.cs", "Chunking/Chunking.csproj", "Chunking/IChunker.cs", "FixedChunker/FixedChunker.csproj", "FixedChunker/dagstack.toml", "FixedChunker/FixedChunker.cs", "Host/Host.csproj", "Host/Program.cs"],
        Readme.Programs().Select(static file => file.Path));

    [Fact]
    public async Task Programs_AsPrinted_BuildAndRun()
    {
        Assert.Contains("0 Warning(s)", solution.Build.Output, StringComparison.Ordinal);

        var run = await solution.Repository.SucceedAsync("run", "--no-build", "--project", "Host");
        Assert.Equal(ReadmeSolution.Output, run.Lines.Where(static line => ChunkLine().IsMatch(line)));
        Assert.Equal(ReadmeSolution.PluginFiles, solution.Repository.Files("Host/bin/Debug/net10.0/plugins/fixed-chunker"));
    }

    [Fact]
    public async Task TestProject_ThatReferencesTheHost_HasItsPlugins()
    {
        var test = await solution.Repository.SucceedAsync("test", "--project", "Host.Tests", "--no-progress", "--no-ansi");

        Assert.Contains("succeeded: 1", test.Output, StringComparison.Ordinal);
        Assert.Equal(ReadmeSolution.PluginFiles, solution.Repository.Files("Host.Tests/bin/Debug/net10.0/plugins/fixed-chunker"));
    }

    [Fact]
    public async Task Links_OfReadmeAndDocs_LeadSomewhere()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Readme.File))
        {
            foreach (Match link in Link().Matches(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)))
            {
                var target = Path.GetFullPath(link.Groups[1].Value, Path.GetDirectoryName(file)!);
                Assert.True(Path.Exists(target), $"{file} links to {target}, which does not exist.");
            }
        }
    }

    [GeneratedRegex("^[0-9]+: ")]
    private static partial Regex ChunkLine();

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}

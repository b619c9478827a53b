using System.Text.RegularExpressions;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Docs;

/// <summary>The programs in the README are written out as printed, built from packages, and run.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task Programs_AsPrinted_BuildFromPackagesAndRun()
    {
        using var folder = new TempFolder();
        foreach (var (path, text) in await ReadFilesAsync())
        {
            folder.Write(path, text);
        }

        foreach (var package in new[] { "Dagstack.Extensions.Plugins.Abstractions", "Dagstack.Extensions.Plugins" })
        {
            var pack = await Tool.RunAsync(Repository.Root, "pack", $"src/{package}", "--no-build", "-c", Repository.Configuration, "-o", folder.Combine("feed"), "--nologo");
            Assert.True(pack.ExitCode == 0, pack.Output);
        }

        // The packages go into a folder of this test's own; what is on the machine already is not fetched again.
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        folder.Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{folder.Combine("packages")}" /></config>
              <packageSources><add key="feed" value="{folder.Combine("feed")}" /></packageSources>
              <fallbackPackageFolders><add key="machine" value="{cache}" /></fallbackPackageFolders>
            </configuration>
            """);
        var build = await Tool.RunAsync(folder.Path, "build", "Host", "--nologo");
        Assert.True(build.ExitCode == 0, build.Output);
        Assert.Contains("0 Warning(s)", build.Output, StringComparison.Ordinal);

        var run = await Tool.RunAsync(folder.Path, "run", "--no-build", "--project", "Host");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal(["0: Hello", "5: , dag", "10: stack", "15: !"], run.Lines.Where(static line => ChunkLine().IsMatch(line)));
        var plugin = Directory.GetFiles(folder.Combine("Host/bin/Debug/net10.0/plugins/fixed-chunker")).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(["dagstack.toml", "plugin.deps.json", "plugin.dll", "plugin.pdb"], plugin);
    }

    [Fact]
    public async Task Links_OfReadmeAndDocs_LeadSomewhere()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Repository.Root, "README.md")))
        {
            foreach (Match link in Link().Matches(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)))
            {
                var target = Path.GetFullPath(link.Groups[1].Value, Path.GetDirectoryName(file)!);
                Assert.True(Path.Exists(target), $"{file} links to {target}, which does not exist.");
            }
        }
    }

    /// <summary>The blocks that begin with the name of a file in a comment.</summary>
    private static async Task<IReadOnlyList<(string Path, string Text)>> ReadFilesAsync()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), TestContext.Current.CancellationToken);
        var files = Block().Matches(readme).Select(static block => (block.Groups["path"].Value, block.Groups["text"].Value)).ToList();
        Assert.Equal(
            ["Chunking/Chunking.csproj", "Chunking/IChunker.cs", "FixedChunker/FixedChunker.csproj", "FixedChunker/dagstack.toml", "FixedChunker/FixedChunker.cs", "Host/Host.csproj", "Host/Program.cs"],
            files.Select(static file => file.Item1));
        return [.. files.Select(static file => (file.Item1, file.Item2))];
    }

    [GeneratedRegex(@"^```\w+\n(?:<!--|//|#) (?<path>[\w./]+)(?: -->)?\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^[0-9]+: ")]
    private static partial Regex ChunkLine();

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}

namespace Dagstack.Extensions.Packages.Tests;

/// <summary>The sources of the packages as a clean checkout has them, in a folder of its own.</summary>
internal static class SourceCopy
{
    public const string Remote = "https://github.com/example/repository";
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    /// <summary>Copies the sources and packs them as CI does.</summary>
    /// <param name="folder">Where the copy goes.</param>
    /// <param name="feed">Where the packages go.</param>
    public static async Task PackAsync(string folder, string feed)
    {
        foreach (var file in Directory.GetFiles(Repository.Root).Where(static file => Path.GetFileName(file) is "Directory.Build.props" or "Directory.Build.targets" or "Directory.Packages.props" or ".editorconfig" or "global.json" or "CHANGELOG.md"))
        {
            Copy(file, folder);
        }

        foreach (var file in new[] { "src", "docs" }.SelectMany(static top => Directory.GetFiles(Path.Combine(Repository.Root, top), "*", SearchOption.AllDirectories)).Where(static file => !IsOutput(Path.GetRelativePath(Repository.Root, file))))
        {
            Copy(file, folder);
        }

        // As much of a git repository as the SDK reads.
        Directory.CreateDirectory(Path.Combine(folder, ".git", "objects"));
        Directory.CreateDirectory(Path.Combine(folder, ".git", "refs", "heads"));
        await File.WriteAllTextAsync(Path.Combine(folder, ".git", "HEAD"), "ref: refs/heads/main\n");
        await File.WriteAllTextAsync(Path.Combine(folder, ".git", "refs", "heads", "main"), Commit + "\n");
        await File.WriteAllTextAsync(Path.Combine(folder, ".git", "config"), $"[core]\n\trepositoryformatversion = 0\n[remote \"origin\"]\n\turl = {Remote}.git\n");

        foreach (var package in PackageFeed.Ids)
        {
            var pack = await Tool.RunAsync(folder, "pack", $"src/{package}", "--nologo", "-o", feed, "-p:ContinuousIntegrationBuild=true");
            Assert.True(pack.ExitCode == 0, pack.Output);
            Assert.DoesNotContain("warning", pack.Output, StringComparison.Ordinal);
        }
    }

    private static bool IsOutput(string path) => path.Split(Path.DirectorySeparatorChar) is [_, _, "bin" or "obj", ..];

    private static void Copy(string file, string folder)
    {
        var target = Path.Combine(folder, Path.GetRelativePath(Repository.Root, file));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(file, target);
    }
}

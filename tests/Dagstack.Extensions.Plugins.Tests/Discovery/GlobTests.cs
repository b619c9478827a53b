using Dagstack.Extensions.Shared;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Discovery;

/// <summary>Globs, which are the same over folders, plugins, kinds and hooks.</summary>
public sealed class GlobTests
{
    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "A", false)]
    [InlineData("a*", "abc", true)]
    [InlineData("a*", "a/b", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("v[0-9]", "v7", true)]
    [InlineData("v[0-9]", "vx", false)]
    [InlineData("v[!0-9]", "vx", true)]
    [InlineData("v[!0-9]", "v7", false)]
    [InlineData("v[^0-9]", "v7", false)]
    [InlineData("v[!x]", "v/", false)]
    [InlineData("v[.-0]", "v/", false)]
    [InlineData("[]x]", "]", true)]
    [InlineData("[x-]", "-", true)]
    [InlineData("[z-a]", "-", true)]
    [InlineData("[z-a]", "b", false)]
    [InlineData("a[", "a[", true)]
    [InlineData("a[]", "a[]", true)]
    [InlineData("a.c", "abc", false)]
    [InlineData("(a|b)+", "(a|b)+", true)]
    [InlineData("**/old", "old", true)]
    [InlineData("**/old", "a/b/old", true)]
    [InlineData("**/old", "a/bold", false)]
    [InlineData("a/**", "a/b/c", true)]
    [InlineData("a/**/z", "a/z", true)]
    [InlineData("a\\b*", "a/bc", true)]
    [InlineData("chunker:*", "chunker:fixed", true)]
    [InlineData("*", "a\n", true)]
    [InlineData("a", "a\n", false)]
    public void Matches_Patterns_AsEverywhere(string glob, string text, bool expected) => Assert.Equal(expected, Glob.Matches(glob, text));

    [Fact]
    public void Matches_HostilePatterns_EndSoon()
    {
        var glob = string.Concat(Enumerable.Repeat("*a", 200));
        Assert.False(Glob.Matches(glob, new string('a', 20_000) + "b"));
    }

    [Fact]
    public void Scan_Ignored_KnowsQuestionMarksAndClasses()
    {
        using var folder = new TempFolder();
        foreach (var name in new[] { "v1", "v2", "vx", "old7", "keep" })
        {
            folder.Write($"{name}/dagstack.toml", "x");
        }

        var found = Plugins.Discovery.PluginFolderScanner.Scan(folder.Path, ["v[0-9]", "old?"]).Manifests.Select(static found => found.RelativeFolder);
        Assert.Equal(["keep", "vx"], found);
    }
}

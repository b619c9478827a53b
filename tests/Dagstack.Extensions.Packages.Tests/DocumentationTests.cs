using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Packages.Tests;

/// <summary>What the build says is documented, and nothing else is.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void Diagnostics_OfTheBuild_EachHaveASectionInOrder()
    {
        var source = Path.Combine(Repository.Root, "src");
        var files = Directory.GetFiles(source, "*.targets", SearchOption.AllDirectories)
            .Concat(new[] { "Dagstack.Extensions.Plugins.ManifestCheck", "Dagstack.Extensions.Plugins.HookspecBuild" }.SelectMany(program => Directory.GetFiles(Path.Combine(source, program), "*.cs")));
        var ids = files.SelectMany(static file => Id().Matches(File.ReadAllText(file))).Select(static match => match.Value).Distinct().Order(StringComparer.Ordinal);
        var documented = Heading().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "diagnostics.md"))).Select(static match => match.Groups[1].Value);

        Assert.Equal(ids, documented);
    }

    [GeneratedRegex("DSP1[0-9]{2}")]
    private static partial Regex Id();

    [GeneratedRegex("^## (DSP1.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}

using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>What is reported is documented and listed, and nothing else is.</summary>
public sealed partial class DocumentationTests
{
    public static IEnumerable<string> Ids => Descriptors().Select(static descriptor => descriptor.Id);

    [Fact]
    public void Diagnostics_HaveUniqueIds() => Assert.Equal(Ids.Distinct(), Ids);

    [Fact]
    public void Diagnostics_EachHaveASectionInOrder()
    {
        var text = File.ReadAllText(Path.Combine(Folders.Repository, "docs", "diagnostics.md"));

        // The heading is the id alone, so that its anchor is the id in lower case.
        Assert.Equal(Ids, Heading().Matches(text).Select(static match => match.Groups[1].Value));
        Assert.All(Descriptors(), descriptor => Assert.Contains($"**{descriptor.Title}.**", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Diagnostics_AreEachListedWithTheirSeverity()
    {
        var folder = Path.Combine(Folders.Repository, "src", "Dagstack.Extensions.Plugins.Generators");
        var text = File.ReadAllText(Path.Combine(folder, "AnalyzerReleases.Shipped.md")) + File.ReadAllText(Path.Combine(folder, "AnalyzerReleases.Unshipped.md"));

        Assert.Equal(
            Descriptors().Select(static descriptor => $"{descriptor.Id} {descriptor.DefaultSeverity}"),
            Row().Matches(text).Select(static match => $"{match.Groups[1].Value} {match.Groups[2].Value}"));
    }

    private static IEnumerable<DiagnosticDescriptor> Descriptors() => typeof(Diagnostics)
        .GetFields(BindingFlags.Static | BindingFlags.Public)
        .Select(static field => field.GetValue(null))
        .OfType<DiagnosticDescriptor>()
        .OrderBy(static descriptor => descriptor.Id, StringComparer.Ordinal);

    /// <summary>DSP100 and following are the build's.</summary>
    [GeneratedRegex("^## (?!DSP1)(.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(DSP\d+) \| [^|]+ \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}

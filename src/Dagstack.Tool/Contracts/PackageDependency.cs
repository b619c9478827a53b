using System.Xml;
using System.Xml.Linq;

namespace Dagstack.Tool.Contracts;

/// <summary>A package that another one needs.</summary>
/// <param name="Id">The package.</param>
/// <param name="Minimum">The lowest version that will do; null for any.</param>
internal sealed record PackageDependency(string Id, PackageVersion? Minimum)
{
    /// <summary>Reads what a package needs.</summary>
    /// <param name="folder">The package.</param>
    /// <returns>What its nuspec says for the framework that is taken of it; empty if it says nothing.</returns>
    public static IReadOnlyList<PackageDependency> Of(string folder)
    {
        if (Directory.EnumerateFiles(folder, "*.nuspec").FirstOrDefault() is not { } file)
        {
            return [];
        }

        try
        {
            var all = XDocument.Load(file).Descendants().Where(static element => element.Name.LocalName == "dependencies").ToArray();
            var groups = all.Elements().Where(static element => element.Name.LocalName == "group").ToArray();
            var best = PackageContent.Best(groups.Select(FrameworkOf));
            var named = groups.Length == 0 ? all.Elements() : groups.Where(group => best is null ? FrameworkOf(group).Length == 0 : FrameworkOf(group).Equals(best, StringComparison.OrdinalIgnoreCase)).Elements();
            return [.. named.Where(static element => element.Name.LocalName == "dependency").Select(static element => new PackageDependency((string?)element.Attribute("id") ?? string.Empty, MinimumOf((string?)element.Attribute("version"))))];
        }
        catch (XmlException)
        {
            // What it needs is beside it, then, or is missed by name.
            return [];
        }
    }

    /// <summary>As folders write it: ".NETStandard2.0" is netstandard2.0.</summary>
    private static string FrameworkOf(XElement group) => ((string?)group.Attribute("targetFramework") ?? string.Empty).TrimStart('.').ToLowerInvariant();

    private static PackageVersion? MinimumOf(string? range) => range is null ? null : PackageVersion.TryParse(range.Trim('[', ']', '(', ')').Split(',')[0].Trim());
}

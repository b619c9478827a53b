using System.Net;
using System.Text.RegularExpressions;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Tool.Contracts;

/// <summary>The projects of the solution or repository that a folder belongs to, the nearest first.</summary>
internal static partial class NearbyProjects
{
    private const int MaxDepth = 6;

    /// <summary>What is in the files of projects that are programs, plugins or tests.</summary>
    private static readonly List<string> s_ofNoLibrary = ["<OutputType>Exe<", "<OutputType>WinExe<", "<DagstackPlugin>true<", "Microsoft.NET.Sdk.Web", "<IsTestProject>true<", "Microsoft.NET.Test.Sdk", "\"xunit", "\"MSTest", "\"NUnit", "\"TUnit"];

    private static readonly HashSet<string> s_made = new(StringComparer.OrdinalIgnoreCase) { "bin", "obj", "node_modules", "artifacts" };

    /// <summary>Finds the nearest project of a library that has the contract of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="folder">Where the search begins.</param>
    /// <returns>Null if there is none whose sources name the kind as a text.</returns>
    public static string? NearestContract(string kind, string folder) => Of(folder).FirstOrDefault(project => IsLibrary(project) && HasContract(project, kind));

    /// <summary>Finds the manifests of plugins, those of projects and of programs.</summary>
    /// <param name="folder">Where the search begins.</param>
    public static IReadOnlyList<string> Manifests(string folder) => Ordered(
        Below(RootOf(folder), 0).Select(static found => Array.Find([Path.Combine(found, PluginManifestLoader.TomlFileName), Path.Combine(found, PluginManifestLoader.JsonFileName)], File.Exists)).OfType<string>(),
        folder);

    private static IReadOnlyList<string> Of(string folder)
    {
        var root = RootOf(folder);
        return Ordered(Below(root, 0).SelectMany(ContractProject.Of).Concat(OfSolutions(root)).Distinct(StringComparer.Ordinal), folder);
    }

    /// <summary>The projects that the solutions of a folder name, wherever they are.</summary>
    private static IEnumerable<string> OfSolutions(string folder) =>
        from solution in Directory.Exists(folder) ? SolutionsOf(folder) : []
        from match in NamedProjects().Matches(File.ReadAllText(solution))
        let project = Path.GetFullPath(WebUtility.HtmlDecode(match.Groups["path"].Value).Replace('\\', '/'), folder)
        where File.Exists(project)
        select project;

    private static IEnumerable<string> SolutionsOf(string folder) => Directory.EnumerateFiles(folder, "*.sln*").Where(static file => Path.GetExtension(file).ToUpperInvariant() is ".SLN" or ".SLNX");

    /// <summary>The fewer folders are between, the nearer.</summary>
    private static IReadOnlyList<string> Ordered(IEnumerable<string> files, string folder) =>
        [.. files.OrderBy(file => Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Length).ThenBy(static file => file, StringComparer.Ordinal)];

    /// <summary>The folder of the repository, or else that of the nearest solution; the folder itself where there is neither above.</summary>
    private static string RootOf(string folder)
    {
        var path = Path.GetFullPath(folder);
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Above(path, above => above != home && Path.Exists(Path.Combine(above, ".git"))) ?? Above(path, static above => SolutionsOf(above).Any()) ?? path;
    }

    /// <summary>Tells whether a folder is that of a repository or a solution.</summary>
    public static bool IsRoot(string folder) => Directory.Exists(folder) && (Path.Exists(Path.Combine(folder, ".git")) || SolutionsOf(folder).Any());

    private static string? Above(string folder, Func<string, bool> isIt)
    {
        for (var above = folder; above is not null; above = Path.GetDirectoryName(above))
        {
            if (Directory.Exists(above) && isIt(above))
            {
                return above;
            }
        }

        return null;
    }

    private static IEnumerable<string> Below(string folder, int depth, Func<string, bool>? isOf = null)
    {
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        yield return folder;
        if (depth == MaxDepth)
        {
            yield break;
        }

        foreach (var below in Directory.EnumerateDirectories(folder, "*", new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint }).Where(below => Path.GetFileName(below) is var name && !name.StartsWith('.') && !s_made.Contains(name) && isOf?.Invoke(below) != false).Order(StringComparer.Ordinal))
        {
            foreach (var found in Below(below, depth + 1, isOf))
            {
                yield return found;
            }
        }
    }

    private static bool IsLibrary(string project)
    {
        var text = File.ReadAllText(project);
        return !s_ofNoLibrary.Exists(mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Looks into the sources: a project that was never built is found as well.</summary>
    private static bool HasContract(string project, string kind)
    {
        var folder = Path.GetDirectoryName(project)!;
        return Below(folder, 0, below => ContractProject.Of(below).Count == 0)
            .SelectMany(static below => Directory.EnumerateFiles(below, "*.cs"))
            .Select(File.ReadAllText)
            .Any(text => text.Contains("PluginKind", StringComparison.Ordinal) && Kinds().Matches(text).Any(match => match.Groups["kind"].Value == kind));
    }

    [GeneratedRegex("""
        "(?<path>[^"]+\.(cs|fs|vb)proj)"
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex NamedProjects();

    /// <summary>An attribute, not in a line that is a comment.</summary>
    [GeneratedRegex("""^(?!\s*(//|\*)).*\bPluginKind(Attribute)?(<[^>]*>)?\s*\(\s*"(?<kind>[^"]*)""", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Kinds();
}

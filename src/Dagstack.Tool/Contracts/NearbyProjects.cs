using System.Text.RegularExpressions;

namespace Dagstack.Tool.Contracts;

/// <summary>The projects of the solution or repository that a folder belongs to, the nearest first.</summary>
internal static partial class NearbyProjects
{
    private const int MaxDepth = 6;

    private static readonly HashSet<string> s_made = new(StringComparer.OrdinalIgnoreCase) { "bin", "obj", "node_modules", "artifacts" };

    /// <summary>Finds the projects of libraries that have the contract of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="folder">Where the search begins.</param>
    public static IReadOnlyList<string> WithContract(string kind, string folder) =>
        [.. Of(folder).Where(project => ContractProject.IsOne(project) && IsLibrary(project) && HasContract(project, kind))];

    /// <summary>Finds the projects that build plugins.</summary>
    /// <param name="folder">Where the search begins.</param>
    public static IReadOnlyList<string> OfPlugins(string folder) => [.. Of(folder).Where(static project => File.ReadAllText(project).Contains("<DagstackPlugin>true</DagstackPlugin>", StringComparison.OrdinalIgnoreCase))];

    /// <summary>Finds the files of a name, each beside projects or in a folder of its own.</summary>
    /// <param name="name">The name.</param>
    /// <param name="folder">Where the search begins.</param>
    public static IReadOnlyList<string> Files(string name, string folder) => Ordered(Below(RootOf(folder), 0).Select(found => Path.Combine(found, name)).Where(File.Exists), folder);

    private static IReadOnlyList<string> Of(string folder)
    {
        var root = RootOf(folder);
        return Ordered(Below(root, 0).SelectMany(ContractProject.Of).Concat(OfSolutions(root)).Distinct(StringComparer.Ordinal), folder);
    }

    /// <summary>The projects that the solutions of a folder name, wherever they are.</summary>
    private static IEnumerable<string> OfSolutions(string folder) =>
        from solution in Directory.Exists(folder) ? SolutionsOf(folder) : []
        from match in NamedProjects().Matches(File.ReadAllText(solution))
        let project = Path.GetFullPath(match.Groups["path"].Value.Replace('\\', '/'), folder)
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
        return Above(path, static above => Path.Exists(Path.Combine(above, ".git"))) ?? Above(path, static above => SolutionsOf(above).Any()) ?? path;
    }

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

    private static IEnumerable<string> Below(string folder, int depth)
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

        foreach (var below in Directory.EnumerateDirectories(folder, "*", new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint }).Where(static below => Path.GetFileName(below) is var name && !name.StartsWith('.') && !s_made.Contains(name)).Order(StringComparer.Ordinal))
        {
            foreach (var found in Below(below, depth + 1))
            {
                yield return found;
            }
        }
    }

    private static bool IsLibrary(string project)
    {
        var text = File.ReadAllText(project);
        return !text.Contains("<OutputType>", StringComparison.OrdinalIgnoreCase) && !text.Contains("<DagstackPlugin>", StringComparison.OrdinalIgnoreCase) && !text.Contains("Microsoft.NET.Sdk.Web", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Looks into the sources: a project that was never built is found as well.</summary>
    private static bool HasContract(string project, string kind)
    {
        var folder = Path.GetDirectoryName(project)!;
        return Below(folder, 0).TakeWhile(below => below == folder || !ContractProject.Of(below).Any())
            .SelectMany(static below => Directory.EnumerateFiles(below, "*.cs"))
            .Any(file => Kinds().Matches(File.ReadAllText(file)).Any(match => match.Groups["kind"].Value == kind));
    }

    [GeneratedRegex("""
        "(?<path>[^"]+\.(cs|fs|vb)proj)"
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex NamedProjects();

    [GeneratedRegex("""\bPluginKind(Attribute)?\s*\(\s*"(?<kind>[^"]*)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Kinds();
}

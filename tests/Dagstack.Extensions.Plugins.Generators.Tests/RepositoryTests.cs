using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>Analyzers bear every source of this repository, also where types are missing.</summary>
public sealed class RepositoryTests
{
    private static bool IsLong => Environment.GetEnvironmentVariable("DAGSTACK_LONG_TESTS") is "1" or "true";

    [Fact]
    public async Task Analyzers_OverAllSources_DoNotThrow()
    {
        string[] roots = ["src", "samples", "tests"];
        var files = roots.SelectMany(static root => Directory.EnumerateFiles(Path.Combine(Folders.Repository, root), "*.cs", SearchOption.AllDirectories))
            .Where(static file => !file.Split(Path.DirectorySeparatorChar).Any(static part => part is "obj" or "bin"))
            .ToList();
        Assert.True(files.Count > 500, $"{files.Count}");

        // Each time some of them, unless there is time for all.
        var part = IsLong ? 1 : 8;
        var first = IsLong ? 0 : Random.Shared.Next(part);
        var trees = files.Where((_, index) => index % part == first).Select(static file => Generated.Parse(File.ReadAllText(file), file))
            .Append(Generated.Parse("global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;", "Usings.cs"));
        var found = await Analyzed.OfAsync(Generated.Compile("plugin").AddSyntaxTrees(trees), Analyzed.Manifest);

        // As if all of it were a plugin: there is something to say.
        Assert.Contains(found, static diagnostic => diagnostic.Id.StartsWith("DSP03", StringComparison.Ordinal));
        Assert.True(!IsLong || found.Select(static diagnostic => diagnostic.Id).Distinct().Count() >= 5, string.Join(' ', found.Select(static diagnostic => diagnostic.Id).Distinct()));
    }
}

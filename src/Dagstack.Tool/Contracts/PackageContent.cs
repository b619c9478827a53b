using Dagstack.Tool.Output;

namespace Dagstack.Tool.Contracts;

/// <summary>A package that lies in a folder.</summary>
internal static class PackageContent
{
    private static readonly string[] s_frameworks = ["net10.0", "net9.0", "net8.0", "net7.0", "net6.0", "net5.0", "netcoreapp3.1", "netstandard2.1", "netstandard2.0"];

    /// <summary>Finds the assemblies with contracts of a package, and those of the packages that it needs.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="folder">The package.</param>
    /// <exception cref="WrongUseException">It has none.</exception>
    public static FoundContract Find(string name, string folder)
    {
        var contracts = AssembliesOf(folder).Where(ContractMark.IsOn).ToArray();
        if (contracts.Length == 0)
        {
            throw new WrongUseException($"The package '{name}' has no contract: no assembly in '{Path.Combine(folder, "lib")}' for {s_frameworks[0]}, or what that can load, has an interface with [PluginKind(\"…\")]. Name the package that has.");
        }

        var (needed, missing) = (new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), new List<string>());
        AddNeeded(folder, needed, missing, new(StringComparer.OrdinalIgnoreCase));
        return new(name, contracts) { Needed = needed, Missing = missing };
    }

    /// <summary>Tells whether a package has one.</summary>
    public static bool HasContract(string folder) => AssembliesOf(folder).Any(ContractMark.IsOn);

    /// <summary>Chooses of the frameworks that something is for the one that can be loaded here and says most.</summary>
    public static string? Best(IEnumerable<string> frameworks) => Array.Find(s_frameworks, frameworks.ToHashSet(StringComparer.OrdinalIgnoreCase).Contains);

    private static IReadOnlyList<string> AssembliesOf(string folder)
    {
        var lib = Path.Combine(folder, "lib");
        return Directory.Exists(lib) && Best(Directory.EnumerateDirectories(lib).Select(Path.GetFileName).OfType<string>()) is { } best
            ? [.. Directory.EnumerateFiles(Path.Combine(lib, best), "*.dll").Order(StringComparer.Ordinal)]
            : [];
    }

    private static void AddNeeded(string folder, Dictionary<string, string> needed, List<string> missing, HashSet<string> seen)
    {
        foreach (var file in AssembliesOf(folder))
        {
            needed.TryAdd(Path.GetFileNameWithoutExtension(file), file);
        }

        foreach (var dependency in PackageDependency.Of(folder).Where(dependency => seen.Add(dependency.Id)))
        {
            // The lowest that is there and will do, as NuGet chooses.
            var versions = PackageFolder.VersionsOf(dependency.Id);
            if (versions.FirstOrDefault(version => version.CompareTo(dependency.Minimum) >= 0) is { } version)
            {
                AddNeeded(PackageFolder.Of(dependency.Id, version), needed, missing, seen);
            }
            else
            {
                missing.Add($"It needs the package {dependency.Id} {dependency.Minimum?.Text}, which '{PackageFolder.Path}' does not have: 'dotnet add package {dependency.Id}' in a project restores it.");
            }
        }
    }
}

using System.Reflection;

namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>Where the sources of this repository are, as MSBuild knew it.</summary>
internal static class Folders
{
    public static string Cases => Path.Combine(Find("ProjectDirectory"), "Cases");

    public static string Snapshots => Path.Combine(Find("ProjectDirectory"), "Snapshots");

    public static string Repository => Find("RepositoryDirectory");

    private static string Find(string key) => typeof(Folders).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}

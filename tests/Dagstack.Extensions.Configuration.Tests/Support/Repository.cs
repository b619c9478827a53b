using System.Reflection;

namespace Dagstack.Extensions.Configuration.Tests;

/// <summary>Where the repository is, as the build knew it.</summary>
internal static class Repository
{
    private static readonly Dictionary<string, string?> s_metadata = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(static item => item.Key, static item => item.Value);

    public static string Root => s_metadata["RepositoryRoot"]!;

    public static string Configuration => s_metadata["Configuration"]!;
}

using Dagstack.Extensions.Plugins.Manifests;

namespace Dagstack.Extensions.Plugins.ManifestCheck;

/// <summary>Tells runtimes that a package may bring to a host from those that are written wrong.</summary>
internal static class ForeignRuntimes
{
    /// <summary>Finds the runtimes of packages. One that has a table of its own is meant; one that begins like a known one and is near it is a typing error.</summary>
    public static IReadOnlyList<ManifestFact> Find(ManifestFacts manifest) =>
    [
        .. manifest.Runtimes.Where(runtime => manifest.OwnTables.Contains(runtime.Value) || (ManifestRuntimes.IsForeignName(runtime.Value) && !IsMistyped(runtime.Value))),
    ];

    private static bool IsMistyped(string runtime) => NearNames.Find(runtime, ManifestRuntimes.BuiltIn) is { } near && near[0] == runtime[0];
}

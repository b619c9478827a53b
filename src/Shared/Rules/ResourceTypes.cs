namespace Dagstack.Extensions.Shared;

/// <summary>The types by which constructors take the resources that every host has.</summary>
internal static class ResourceTypes
{
    /// <summary>The resources by the full names of their types.</summary>
    public static readonly IReadOnlyDictionary<string, string> ByType = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Dagstack.Extensions.Plugins.Clock"] = "clock",
        ["System.TimeProvider"] = "clock",
        ["Dagstack.Extensions.Plugins.Rng"] = "rng",
        ["System.Random"] = "rng",
        ["Dagstack.Extensions.Plugins.BlobStore"] = "blob_store",
        ["Dagstack.Extensions.Plugins.TempDir"] = "tmpdir",
        ["System.Net.Http.HttpClient"] = "http_client",
    };

    /// <summary>Gets the full names of a resource's types; none for one that is a host's own.</summary>
    public static IEnumerable<string> Of(string resource) => ByType.Where(pair => pair.Value == resource).Select(static pair => pair.Key);
}

using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>The resources that every host has unless it removes them.</summary>
internal static class BuiltInResources
{
    public const string HttpClient = "http_client";

    public static IReadOnlyList<ResourceDefinition> All { get; } =
    [
        ResourceDefinition.OfType("clock", typeof(Clock), typeof(TimeProvider)),
        ResourceDefinition.OfType("rng", typeof(Rng), typeof(Random)),

        // Here and not in the registration: also a store of the host's own is divided, and its decorators see which plugin it is by the key.
        ResourceDefinition.OfType("blob_store", typeof(BlobStore)) with { Find = static (scope, plugin) => new PartOfStore(scope.GetRequiredService<BlobStore>(), plugin) },
        ResourceDefinition.OfType("tmpdir", typeof(TempDir)),

        // By its key: under the type there is the default client of the factory, which belongs to the application.
        ResourceDefinition.OfKey(HttpClient, typeof(HttpClient)),
    ];

    public static ResourceDefinition? Find(string name) => All.FirstOrDefault(definition => definition.Name == name);
}

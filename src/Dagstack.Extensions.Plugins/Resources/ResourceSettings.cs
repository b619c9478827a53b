using Dagstack.Extensions.Plugins.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Resources;

/// <summary>What calls of AddDagstackPlugins say about resources.</summary>
internal sealed class ResourceSettings
{
    private readonly HashSet<(Action<PluginId, IHttpClientBuilder> Configure, PluginId Plugin)> _configured = [];

    /// <summary>Gets the resources that the host defines; of one name the last counts.</summary>
    public List<ResourceDefinition> Definitions { get; } = [];

    /// <summary>Gets the decorations, the innermost first.</summary>
    public List<ResourceDecoration> Decorations { get; } = [];

    public List<Action<PluginId, IHttpClientBuilder>> HttpClients { get; } = [];

    /// <summary>Gets or sets what makes the sinks of progress; null for the log.</summary>
    public Func<PluginId, IServiceProvider, PluginProgress>? Progress { get; set; }

    /// <summary>Gets or sets the folder of blobs; null to keep them in memory.</summary>
    public string? BlobFolder { get; set; }

    /// <summary>Gets or sets the folder of checkpoints; null to keep them in memory.</summary>
    public string? CheckpointFolder { get; set; }

    /// <summary>Gets or sets the store of checkpoints that a test gives; null for the folder or memory.</summary>
    public BlobStore? Checkpoints { get; set; }

    /// <summary>Gets or sets where temporary folders are made; null for the system's place.</summary>
    public string? TempRoot { get; set; }

    /// <summary>Lets the host configure the client of each plugin that declares one: those of earlier calls too, and each once.</summary>
    public void ConfigureHttpClients(IServiceCollection services, IEnumerable<PluginManifest> manifests)
    {
        if (HttpClients.Count == 0)
        {
            return;
        }

        foreach (var manifest in manifests)
        {
            if (manifest.Resources.Required.Contains(BuiltInResources.HttpClient) || manifest.Resources.Optional.Contains(BuiltInResources.HttpClient))
            {
                foreach (var configure in HttpClients.Where(configure => _configured.Add((configure, manifest.Id))))
                {
                    configure(manifest.Id, new PluginHttpClientBuilder(manifest.Id, services));
                }
            }
        }
    }

    /// <summary>Finds what cannot be meant, now that all calls are known.</summary>
    public IEnumerable<string> FindProblems(IEnumerable<PluginContract> contracts)
    {
        foreach (var definition in Definitions.DistinctBy(static definition => (definition.Name, definition.ServiceType)))
        {
            if (contracts.FirstOrDefault(contract => contract.InterfaceType == definition.ServiceType) is { } contract)
            {
                yield return $"The resource '{definition.Name}' has the type {definition.ServiceType.FullName}, which is the contract of the plugin kind '{contract.Kind}'. Give AddResource a type that is no contract; plugins take other plugins by [FromKeyedServices(\"{contract.Kind}:name\")].";
            }
        }

        if (BlobFolder is not null && BlobFolder == CheckpointFolder)
        {
            yield return $"UseFileBlobStore and UseFileCheckpoints name the same folder, '{BlobFolder}', where a plugin's blobs and checkpoints would meet. Give each a folder of its own.";
        }

        var catalog = new ResourceCatalog(this);
        foreach (var decoration in Decorations.DistinctBy(static decoration => (decoration.Name, decoration.Type)))
        {
            if (catalog.Find(decoration.Name) is not { } resource)
            {
                yield return $"DecorateResource names the resource '{decoration.Name}', which this host does not have.{catalog.HintFor(decoration.Name)} Correct the name, or add the resource with AddResource.";
            }
            else if (resource.ServiceType != decoration.Type)
            {
                yield return $"DecorateResource<{decoration.Type.Name}>(\"{decoration.Name}\", …) does not fit: that resource is a {resource.ServiceType.FullName}. Write DecorateResource<{resource.ServiceType.Name}>.";
            }
        }
    }
}

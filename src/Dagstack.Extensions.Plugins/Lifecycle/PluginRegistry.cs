namespace Dagstack.Extensions.Plugins;

/// <summary>The public view of a plugin host, which the container may hand out without owning the host twice.</summary>
internal sealed class PluginRegistry(PluginHost host, PluginContexts contexts) : IPluginRegistry
{
    public IReadOnlyList<PluginStatus> Plugins => [.. host.Entries.Select(static entry => entry.Status)];

    public PluginStatus? Find(PluginId id) => host.Find(id)?.Status;

    public IReadOnlyList<PluginConfigurationEntry> DescribeConfiguration(PluginId id) =>
        SectionText.Describe(contexts.SectionOf(id).Read().Section);

    public Task SetupAsync(CancellationToken cancellationToken = default) => host.SetupAsync(cancellationToken);

    public Task TeardownAsync(CancellationToken cancellationToken = default) => host.TeardownAsync(cancellationToken);
}

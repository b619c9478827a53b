using Dagstack.Extensions.Plugins.InProcess;
using Dagstack.Extensions.Plugins.Lifecycle;
using Dagstack.Extensions.Plugins.Trust;
using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>The public view of a plugin host, which the container may hand out without owning the host twice.</summary>
internal sealed class PluginRegistry(PluginHost host, PluginLeases leases) : IPluginRegistry
{
    public IReadOnlyList<PluginStatus> Plugins => host.Statuses(static _ => true);

    public PluginStatus? Find(PluginId id) => host.Find(id)?.Look();

    public IReadOnlyList<PluginStatus> OfKind(string kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return host.Statuses(entry => entry.Source.Id?.Kind == kind);
    }

    public IChangeToken GetChangeToken() => host.GetChangeToken();

    public PluginDetails? Describe(PluginId id) => host.Describe(id);

    public ActivePlugin? ActiveOf(string kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return host.Proxies.ActiveOf(kind);
    }

    public ActivePlugin Activate(PluginId id) => host.Activate(id);

    public Task<string?> HashContentAsync(PluginId id, CancellationToken cancellationToken = default) =>
        host.Find(id) is { } entry ? PluginContent.HashAsync(entry.Source, cancellationToken) : Task.FromResult<string?>(null);

    public IReadOnlyList<PluginConfigurationEntry> DescribeConfiguration(PluginId id) =>
        SectionText.Describe(leases.SectionOf(id).Read().Section);

    public Task SetupAsync(CancellationToken cancellationToken = default) => host.SetupAsync(cancellationToken);

    public Task<PluginStatus> SetupPluginAsync(PluginId id, CancellationToken cancellationToken = default) => host.SetupAsync(id, cancellationToken);

    public Task RetryAsync(CancellationToken cancellationToken = default) => host.RetryAsync(cancellationToken);

    public Task TeardownAsync(CancellationToken cancellationToken = default) => host.TeardownAsync(new StopTime(cancellationToken));

    public Task<PluginStatus> TeardownPluginAsync(PluginId id, CancellationToken cancellationToken = default) => host.TeardownAsync(id, cancellationToken);

    public Task<PluginReload> ReloadAsync(PluginId id, CancellationToken cancellationToken = default) => host.ReloadAsync(id, cancellationToken);
}

using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>The registry of a plugin where there is no host, which has no plugins to show.</summary>
internal sealed class RegistryOfNobody(PluginManifest plugin) : IPluginRegistry
{
    public IReadOnlyList<PluginStatus> Plugins => throw Refusal();

    public PluginStatus? Find(PluginId id) => throw Refusal();

    public IReadOnlyList<PluginStatus> OfKind(string kind) => throw Refusal();

    public IChangeToken GetChangeToken() => throw Refusal();

    public PluginDetails? Describe(PluginId id) => throw Refusal();

    public ActivePlugin? ActiveOf(string kind) => throw Refusal();

    public ActivePlugin Activate(PluginId id) => throw Refusal();

    public Task<string?> HashContentAsync(PluginId id, CancellationToken cancellationToken = default) => throw Refusal();

    public IReadOnlyList<PluginConfigurationEntry> DescribeConfiguration(PluginId id) => throw Refusal();

    public Task SetupAsync(CancellationToken cancellationToken = default) => throw Refusal();

    public Task<PluginStatus> SetupPluginAsync(PluginId id, CancellationToken cancellationToken = default) => throw Refusal();

    public Task RetryAsync(CancellationToken cancellationToken = default) => throw Refusal();

    public Task TeardownAsync(CancellationToken cancellationToken = default) => throw Refusal();

    public Task<PluginStatus> TeardownPluginAsync(PluginId id, CancellationToken cancellationToken = default) => throw Refusal();

    public Task<PluginReload> ReloadAsync(PluginId id, CancellationToken cancellationToken = default) => throw Refusal();

    private RuntimeNotSupportedException Refusal() =>
        new($"The plugin '{plugin.Id}' asks for the registry of the host, and runs in a process of its own, which has none. Use the runtime '{PluginRuntimes.InProcess}', or let the host tell the plugin what it has to know.", plugin.Runtimes, [PluginRuntimes.InProcess], plugin.Id);
}

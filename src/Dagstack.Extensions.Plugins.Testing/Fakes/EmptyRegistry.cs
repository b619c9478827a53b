using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Plugins.Testing.Fakes;

/// <summary>The registry of a context that a test made: there is no host, and so no other plugin.</summary>
internal sealed class EmptyRegistry : IPluginRegistry
{
    public IReadOnlyList<PluginStatus> Plugins => [];

    public PluginStatus? Find(PluginId id) => null;

    public IReadOnlyList<PluginStatus> OfKind(string kind) => [];

    public IChangeToken GetChangeToken() => new CancellationChangeToken(CancellationToken.None);

    public PluginDetails? Describe(PluginId id) => null;

    public ActivePlugin? ActiveOf(string kind) => null;

    public ActivePlugin Activate(PluginId id) => throw NotFound(id);

    public Task<string?> HashContentAsync(PluginId id, CancellationToken cancellationToken = default) => Task.FromResult<string?>(null);

    public IReadOnlyList<PluginConfigurationEntry> DescribeConfiguration(PluginId id) => [];

    public Task SetupAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task<PluginStatus> SetupPluginAsync(PluginId id, CancellationToken cancellationToken = default) => throw NotFound(id);

    public Task RetryAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task TeardownAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task<PluginStatus> TeardownPluginAsync(PluginId id, CancellationToken cancellationToken = default) => throw NotFound(id);

    public Task<PluginReload> ReloadAsync(PluginId id, CancellationToken cancellationToken = default) => throw NotFound(id);

    private static NotSupportedException NotFound(PluginId id) =>
        new($"The context was made by {nameof(PluginContextBuilder)}, so there is no plugin '{id}' to be found. Use {nameof(PluginTestHost)} for a host with plugins.");
}

using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Plugins.Hosting;

/// <summary>The registry as a plugin sees it: while it is starting or stopping itself, it cannot start or stop plugins, which would wait for it.</summary>
internal sealed class RegistryOfPlugin(IPluginRegistry registry, PluginId plugin) : IPluginRegistry
{
    public IReadOnlyList<PluginStatus> Plugins => registry.Plugins;

    public PluginStatus? Find(PluginId id) => registry.Find(id);

    public IReadOnlyList<PluginStatus> OfKind(string kind) => registry.OfKind(kind);

    public IChangeToken GetChangeToken() => registry.GetChangeToken();

    public PluginDetails? Describe(PluginId id) => registry.Describe(id);

    public ActivePlugin? ActiveOf(string kind) => registry.ActiveOf(kind);

    public ActivePlugin Activate(PluginId id) => throw new InvalidOperationException(
        $"The plugin '{plugin}' called {nameof(Activate)} of the registry, to make '{id}' the active one. Which plugin the host uses is for the host to say, not for plugins. Have the host do it: tell it by a hook's result, or by an event that the host's code answers with {nameof(Activate)}.");

    public Task<string?> HashContentAsync(PluginId id, CancellationToken cancellationToken = default) => registry.HashContentAsync(id, cancellationToken);

    public IReadOnlyList<PluginConfigurationEntry> DescribeConfiguration(PluginId id) => registry.DescribeConfiguration(id);

    public Task SetupAsync(CancellationToken cancellationToken = default) =>
        Refuse(nameof(SetupAsync)) is { } refusal ? Task.FromException(refusal) : registry.SetupAsync(cancellationToken);

    public Task<PluginStatus> SetupPluginAsync(PluginId id, CancellationToken cancellationToken = default) =>
        (Refuse(nameof(SetupPluginAsync)) ?? RefuseRestart(id, nameof(SetupPluginAsync))) is { } refusal ? Task.FromException<PluginStatus>(refusal) : registry.SetupPluginAsync(id, cancellationToken);

    public Task RetryAsync(CancellationToken cancellationToken = default) =>
        (Refuse(nameof(RetryAsync)) ?? RefuseRestart(plugin, nameof(RetryAsync))) is { } refusal ? Task.FromException(refusal) : registry.RetryAsync(cancellationToken);

    public Task TeardownAsync(CancellationToken cancellationToken = default) =>
        (Refuse(nameof(TeardownAsync)) ?? RefuseItself(plugin, nameof(TeardownAsync))) is { } refusal ? Task.FromException(refusal) : registry.TeardownAsync(cancellationToken);

    public Task<PluginStatus> TeardownPluginAsync(PluginId id, CancellationToken cancellationToken = default) =>
        (Refuse(nameof(TeardownPluginAsync)) ?? RefuseItself(id, nameof(TeardownPluginAsync))) is { } refusal ? Task.FromException<PluginStatus>(refusal) : registry.TeardownPluginAsync(id, cancellationToken);

    public Task<PluginReload> ReloadAsync(PluginId id, CancellationToken cancellationToken = default) =>
        (Refuse(nameof(ReloadAsync)) ?? RefuseItself(id, nameof(ReloadAsync))) is { } refusal ? Task.FromException<PluginReload>(refusal) : registry.ReloadAsync(id, cancellationToken);

    /// <summary>Makes the error of a plugin that may not do that now; null if it may.</summary>
    private InvalidOperationException? Refuse(string member) =>
        registry.Find(plugin)?.State is PluginState.Starting or PluginState.Reloading or PluginState.Stopping
            ? new($"The plugin '{plugin}' called {member} of the registry while it is {PluginStates.NameOf(registry.Find(plugin)!.State)} itself. That would wait for the plugin, which waits for that, until the time is over. Call it when the plugin is ready, or declare what has to start first in 'depends_on'.")
            : null;

    /// <summary>Makes the error of a plugin that would start itself again: what is there of it is ended first. That of one which serves is left alone.</summary>
    private InvalidOperationException? RefuseRestart(PluginId id, string member) =>
        registry.Find(plugin)?.State == PluginState.Unavailable ? RefuseItself(id, member) : null;

    /// <summary>Makes the error of a plugin that would end itself: its end waits for whatever of it is running, and that is what calls.</summary>
    private InvalidOperationException? RefuseItself(PluginId id, string member) => id == plugin
        ? new($"The plugin '{plugin}' called {member} of the registry on itself. That would wait until its calls and its background services have ended, and one of these is what waits. Have the host do it: tell it by a hook's result, or by an event that the host's code answers with {member}, outside of any call of the plugin.")
        : null;
}

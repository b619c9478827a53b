namespace Dagstack.Extensions.Plugins;

/// <summary>The registry as a plugin sees it: while it is starting or stopping itself, it cannot start or stop plugins, which would wait for it.</summary>
internal sealed class RegistryOfPlugin(IPluginRegistry registry, PluginId plugin) : IPluginRegistry
{
    public IReadOnlyList<PluginStatus> Plugins => registry.Plugins;

    public PluginStatus? Find(PluginId id) => registry.Find(id);

    public IReadOnlyList<PluginConfigurationEntry> DescribeConfiguration(PluginId id) => registry.DescribeConfiguration(id);

    public Task SetupAsync(CancellationToken cancellationToken = default) => Refusal(nameof(SetupAsync)) ?? registry.SetupAsync(cancellationToken);

    public Task TeardownAsync(CancellationToken cancellationToken = default) => Refusal(nameof(TeardownAsync)) ?? registry.TeardownAsync(cancellationToken);

    /// <summary>Gets a task that has failed if the plugin may not do that now.</summary>
    private Task? Refusal(string member) =>
        registry.Find(plugin)?.State is PluginState.Starting or PluginState.Reloading or PluginState.Stopping
            ? Task.FromException(new InvalidOperationException($"The plugin '{plugin}' called {member} of the registry while it is {PluginStates.NameOf(registry.Find(plugin)!.State)} itself. That would wait for the plugin, which waits for that, until the time is over. Call it when the plugin is ready, from a hook or a background service, or declare what has to start first in 'depends_on'."))
            : null;
}

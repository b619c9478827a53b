namespace Dagstack.Extensions.Plugins.Sinks;

/// <summary>The checkpoint of a plugin: that of the unit of work in which it is called, and its own outside of one.</summary>
/// <param name="plugin">The plugin.</param>
/// <param name="own">Its own.</param>
internal sealed class CurrentCheckpoint(PluginId plugin, PluginCheckpoint own) : PluginCheckpoint
{
    private PluginCheckpoint Current => RunningUnit.Of(plugin)?.Context.Checkpoint ?? own;

    protected override Task<string> SaveCoreAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) => Current.SaveAsync(key, value, cancellationToken);

    protected override Task<string> ReplaceCoreAsync(string key, ReadOnlyMemory<byte> value, string? version, CancellationToken cancellationToken) => Current.ReplaceAsync(key, value, version, cancellationToken);

    protected override Task<SavedCheckpoint<byte[]>?> LoadCoreAsync(string key, CancellationToken cancellationToken) => Current.LoadVersionAsync(key, cancellationToken);

    protected override Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken) => Current.DeleteAsync(key, cancellationToken);

    protected override IAsyncEnumerable<string> ListCoreAsync(string prefix, CancellationToken cancellationToken) => Current.ListAsync(prefix, cancellationToken);
}

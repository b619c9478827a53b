namespace Dagstack.Extensions.Plugins.Sinks;

/// <summary>The checkpoint of a unit of work. After the unit's end it can be read, and nothing is saved.</summary>
/// <param name="unit">The unit.</param>
/// <param name="checkpoint">Where it is kept.</param>
internal sealed class UnitCheckpoint(RunningUnit unit, PluginCheckpoint checkpoint) : PluginCheckpoint
{
    protected override Task<string> SaveCoreAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
        unit.SaveAsync(key, () => checkpoint.SaveAsync(key, value, cancellationToken));

    protected override Task<string> ReplaceCoreAsync(string key, ReadOnlyMemory<byte> value, string? version, CancellationToken cancellationToken) =>
        unit.SaveAsync(key, () => checkpoint.ReplaceAsync(key, value, version, cancellationToken));

    protected override Task<SavedCheckpoint<byte[]>?> LoadCoreAsync(string key, CancellationToken cancellationToken) => checkpoint.LoadVersionAsync(key, cancellationToken);

    protected override Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken) =>
        unit.SaveAsync(key, () => checkpoint.DeleteAsync(key, cancellationToken));

    protected override IAsyncEnumerable<string> ListCoreAsync(string prefix, CancellationToken cancellationToken) => checkpoint.ListAsync(prefix, cancellationToken);
}

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>A checkpoint that, after a number of saves, takes nothing more and has the unit of work cancelled, as if the process had ended.</summary>
/// <param name="kept">Where it is kept.</param>
/// <param name="cut">Cancelled then.</param>
internal sealed class CuttingCheckpoint(InMemoryCheckpoint kept, CancellationTokenSource cut) : PluginCheckpoint
{
    protected override Task<string> SaveCoreAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) => CutAsync(kept.SaveAsync(key, value, cancellationToken));

    protected override Task<string> ReplaceCoreAsync(string key, ReadOnlyMemory<byte> value, string? version, CancellationToken cancellationToken) => CutAsync(kept.ReplaceAsync(key, value, version, cancellationToken));

    protected override Task<SavedCheckpoint<byte[]>?> LoadCoreAsync(string key, CancellationToken cancellationToken) => kept.LoadVersionAsync(key, cancellationToken);

    protected override Task<bool> DeleteCoreAsync(string key, CancellationToken cancellationToken) => kept.DeleteAsync(key, cancellationToken);

    protected override IAsyncEnumerable<string> ListCoreAsync(string prefix, CancellationToken cancellationToken) => kept.ListAsync(prefix, cancellationToken);

    private async Task<string> CutAsync(Task<string> saving)
    {
        try
        {
            return await saving.ConfigureAwait(false);
        }
        finally
        {
            if (kept.Saves >= kept.EndAfter)
            {
                await cut.CancelAsync().ConfigureAwait(false);
            }
        }
    }
}

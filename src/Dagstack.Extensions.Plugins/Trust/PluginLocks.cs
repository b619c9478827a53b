using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Files;

namespace Dagstack.Extensions.Plugins.Trust;

/// <summary>Lets only plugins in that are what a lock file says, and only as a private copy that was compared with it. See docs/supply-chain.md.</summary>
/// <param name="files">The lock files.</param>
/// <param name="copies">Makes the copies.</param>
/// <param name="audit">Told what is not covered.</param>
internal sealed class PluginLocks(LockFiles files, ShadowCopies copies, PluginAudit audit)
{
    private const string Anew = "Put back what was installed; or see what has changed, and lock it anew with 'dagstack lock'.";

    /// <summary>Copies a plugin and compares the copy, before anything of it is loaded.</summary>
    /// <param name="plugin">The plugin, which is not a part of the application.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>The copy to load it from, and the hash; no copy of a plugin without a folder.</returns>
    /// <exception cref="LockMismatchException">It is not what is locked.</exception>
    public async Task<(ShadowCopy? Copy, string Sha256)> TakeAsync(PluginDefinition plugin, CancellationToken cancellationToken)
    {
        var manifest = plugin.Manifest!;
        var locked = Find(manifest);
        if (plugin.Source is { IsListed: false, Folder: { } folder })
        {
            var copy = await CopyAsync(plugin, folder, cancellationToken).ConfigureAwait(false);
            try
            {
                if (copy.Complaint is { } complaint)
                {
                    throw Mismatch(manifest.Id, $"{copy.Translate(complaint)} A lock file covers only what is in the folder itself.", locked);
                }

                Compare(plugin, locked, copy.Content!.Sha256, plugin.Source.Path is { } path ? copy.Content.Files.GetValueOrDefault(Path.GetFileName(path)) : null);
                Report(plugin, copy.Path);
                return (copy, copy.Content.Sha256);
            }
            catch
            {
                copies.Remove(copy);
                throw;
            }
        }

        var hash = plugin.Source.IsListed ? await PluginContent.HashAsync(plugin.Source, cancellationToken).ConfigureAwait(false) : null;
        if (hash is null)
        {
            throw Mismatch(manifest.Id, "it has no files of its own that could be compared. Give it in code, or in a manifest of its own.", locked);
        }

        Compare(plugin, locked, hash, Convert.FromHexString(hash));
        Report(plugin, folder: null);
        return (null, hash);
    }

    private (string Path, LockedPlugin Plugin) Find(PluginManifest manifest)
    {
        try
        {
            var (found, looked) = files.Find(manifest.Id);

            // Of several roots each may have its own; the one of this version is meant.
            return found.Count == 0
                ? throw Mismatch(manifest.Id, $"{string.Join(", ", looked.Select(static path => $"'{path}'"))} {(looked.Count == 1 ? "does" : "do")} not have it, and this host takes only what is locked. Remove it; or see what it is, and lock it with 'dagstack lock'.", default)
                : found.FirstOrDefault(locked => locked.Plugin.Version == manifest.Version, found[0]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new LockMismatchException(manifest.Id, $"The plugin '{manifest.Id}' is not loaded, since this host takes only what a lock file names, and that cannot be read: {fault.Message} 'dagstack lock' writes one.", fault);
        }
    }

    private async Task<ShadowCopy> CopyAsync(PluginDefinition plugin, string folder, CancellationToken cancellationToken)
    {
        try
        {
            return await copies.MakeExactAsync(plugin.Manifest!.Id, folder, plugin.Code!, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PluginLoadException(plugin.Manifest!.Id, $"The folder '{folder}' of plugin '{plugin.Manifest.Id}' cannot be copied, from which it is to be loaded: {fault.Message}", fault) { File = folder };
        }
    }

    private static void Compare(PluginDefinition plugin, (string Path, LockedPlugin Plugin) locked, string sha256, byte[]? manifestHash)
    {
        var manifest = plugin.Manifest!;
        if (locked.Plugin.Version != manifest.Version)
        {
            throw Mismatch(manifest.Id, $"it is version {manifest.Version ?? "(none)"}, and '{locked.Path}' has {locked.Plugin.Version ?? "(none)"}. {Anew}", locked, locked.Plugin.Version, manifest.Version);
        }

        if (locked.Plugin.Sha256 != sha256)
        {
            throw Mismatch(manifest.Id, $"its files are not those that '{locked.Path}' names: their SHA-256 is {sha256}, and {locked.Plugin.Sha256} is locked. {Anew}", locked, locked.Plugin.Sha256, sha256);
        }

        if (plugin.Checked.Sha256 is not { } read || manifestHash is null)
        {
            throw Mismatch(manifest.Id, "its manifest is not a file of its folder, and nothing says that it belongs to what is locked. Have its source read the file with PluginManifestLoader.Load.", locked);
        }

        // The manifest was read before the folder was copied, and may have been another one then.
        if (!read.AsSpan().SequenceEqual(manifestHash))
        {
            throw Mismatch(manifest.Id, $"its manifest '{plugin.Source.Path}' has changed since the host has read it. Reload the plugin, or restart the host.", locked, Convert.ToHexStringLower(manifestHash), Convert.ToHexStringLower(read));
        }
    }

    private void Report(PluginDefinition plugin, string? folder)
    {
        if (LockCoverage.FindGap(plugin.Manifest!, plugin.Runtime.Name, folder) is { } gap)
        {
            audit.NotCovered(plugin.Manifest!.Id, gap);
        }
    }

    private static LockMismatchException Mismatch(PluginId id, string reason, (string? Path, LockedPlugin? Plugin) locked, string? expected = null, string? actual = null) =>
        new(id, $"The plugin '{id}' is not loaded: {reason}") { LockFile = locked.Path, Expected = expected ?? locked.Plugin?.Sha256, Actual = actual };
}

using Dagstack.Tool.Output;
using NuGet.Versioning;

namespace Dagstack.Tool.Installing;

/// <summary>Takes another version of a plugin in the place of the one that is there.</summary>
/// <param name="root">The folder of the plugins.</param>
/// <param name="host">The host that has to take it.</param>
/// <param name="place">Where staging folders are made; null for beside the root.</param>
/// <param name="terminal">Where it is said that something takes a while.</param>
internal sealed class Updating(PluginRoot root, TargetHost host, string? place, Terminal terminal)
{
    /// <summary>Updates one.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="request">What is taken; without a name what the plugin was added from.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The record of what is there now, and whether it is another one than before.</returns>
    /// <exception cref="WrongUseException">It is not known from where.</exception>
    /// <exception cref="RefusedException">What is to come is not what it has to be.</exception>
    public async Task<(PackageRecord Record, bool IsNew)> UpdateAsync(InstalledPlugin plugin, SourceRequest request, CancellationToken cancellationToken)
    {
        var old = PackageRecord.Read(plugin.Folder) ?? throw new RefusedException($"'{Places.Shorten(plugin.Folder)}' was not added by 'dagstack add', so that it is not known from where, and it may be the only copy. Remove it by 'dagstack remove {plugin.Name} --force', and add the other one.");
        var wanted = request.Name.Length > 0 ? request : RequestOf(old, request);
        using var staging = Staging.Create(root.Path, place);
        if (request.Name.Length == 0 && old.From == PackageRecord.Feed && request.Version is null && !await IsNewerAsync(old, wanted, cancellationToken).ConfigureAwait(false))
        {
            return (old, false);
        }

        var staged = await StagedPlugin.FetchAsync(wanted, host, staging, terminal, cancellationToken).ConfigureAwait(false);
        if (staged.Record.Plugin != plugin.Id?.ToString())
        {
            throw new RefusedException($"'{wanted.Name}' is refused: it is {staged.Record.Plugin}, and not {plugin.Name}. Add it by 'dagstack add'.");
        }

        if (staged.Record.Sha256 == old.Sha256)
        {
            return (old, false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        staging.Replace(plugin.Folder);
        return (staged.Record, true);
    }

    private static SourceRequest RequestOf(PackageRecord old, SourceRequest request) => old.From switch
    {
        PackageRecord.Feed => request with { Name = old.Package!, Feed = request.Feed ?? old.Source },
        PackageRecord.Url => request with { Name = old.Source! },
        _ => throw new WrongUseException($"{old.Plugin} was added from the file '{old.Source}', which is no place where newer ones appear. Name what is to come: dagstack update {old.Plugin} FILE."),
    };

    private static async Task<bool> IsNewerAsync(PackageRecord old, SourceRequest wanted, CancellationToken cancellationToken)
    {
        // Whoever has a version before a release, and asks for no others, still has the newest.
        var current = NuGetVersion.Parse(old.PackageVersion!);
        var found = await new PackageFeeds(Environment.CurrentDirectory, wanted.Feed).FindAsync(wanted.Name, null, wanted.Prerelease || current.IsPrerelease, cancellationToken).ConfigureAwait(false);
        return NuGetVersion.Parse(found.Version) > current;
    }
}

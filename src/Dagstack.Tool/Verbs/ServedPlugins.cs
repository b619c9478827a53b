using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.Mcp;
using Dagstack.Tool.Output;
using Dagstack.Tool.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Tool.Verbs;

/// <summary>What is served.</summary>
/// <param name="Folders">Folders with plugins.</param>
/// <param name="Globs">Which hooks are tools.</param>
internal sealed record ServedPlugins(IReadOnlyList<string> Folders, string[] Globs)
{
    /// <summary>Finds the plugins, and what is wrong with the command before anything begins.</summary>
    /// <exception cref="WrongUseException">A folder is not there, or nothing could be served.</exception>
    public static async Task<ServedPlugins> FindAsync(string[] paths, string[] contracts, string[] globs, Terminal terminal, CancellationToken cancellationToken)
    {
        if (Array.Find(paths, static path => !Directory.Exists(path)) is { } missing)
        {
            throw new WrongUseException($"There is no folder '{missing}'.");
        }

        if (Array.Find(globs, static glob => !glob.Contains(':', StringComparison.Ordinal)) is { } glob)
        {
            throw new WrongUseException($"'{glob}' is no glob over kind:name. Write '{glob}:*' for all plugins of the kind '{glob}'.");
        }

        var notes = Array.ConvertAll(paths, static path => BuildNote.Find(path));
        foreach (var (path, note) in paths.Zip(notes))
        {
            await OnePlugin.LoadContractsAsync(path, note, contracts, terminal, cancellationToken).ConfigureAwait(false);
        }

        IReadOnlyList<string> folders = [.. paths.Zip(notes, static (path, note) => note?.Folder ?? path)];
        var host = BareHost.Create(folders);
        await using var disposal = host.ConfigureAwait(false);
        var plugins = host.GetRequiredService<IPluginRegistry>().Plugins;
        if (plugins.Count == 0)
        {
            throw new WrongUseException($"There is no plugin in {string.Join(", ", paths.Select(static path => $"'{path}'"))}.");
        }

        var known = host.GetPluginContracts();
        return plugins.Any(plugin => plugin.Id is not { } id || known.ContainsKey(id.Kind)) ? new(folders, globs) : throw new WrongUseException(OnePlugin.Unknown(plugins[0].Id!.Value.Kind));
    }

    public void AddTo(DagstackPluginOptions options)
    {
        options.UseMcp();
        foreach (var folder in Folders)
        {
            options.Discover(Path.GetFullPath(folder));
        }
    }

    public void Export(McpExportOptions options)
    {
        (options.Name, options.Version) = ("dagstack", ToolVersion.Current);
        foreach (var glob in Globs)
        {
            options.Export(glob);
        }
    }
}

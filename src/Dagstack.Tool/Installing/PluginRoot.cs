using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Archives;
using Dagstack.Tool.Output;
using Dagstack.Tool.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Tool.Installing;

/// <summary>The folder of a host's plugins.</summary>
/// <param name="path">The folder, which need not be there yet.</param>
internal sealed class PluginRoot(string path)
{
    /// <summary>Gets the folder.</summary>
    public string Path { get; } = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));

    /// <summary>Finds the plugins in it.</summary>
    /// <exception cref="WrongUseException">It is a file, or a plugin itself.</exception>
    public IReadOnlyList<InstalledPlugin> Plugins()
    {
        if (File.Exists(Path))
        {
            throw new WrongUseException($"'{path}' is a file, and no folder of plugins.");
        }

        if (!Directory.Exists(Path))
        {
            return [];
        }

        if (Array.Exists([PluginManifestLoader.TomlFileName, PluginManifestLoader.JsonFileName], name => File.Exists(System.IO.Path.Combine(Path, name))))
        {
            throw new WrongUseException($"'{path}' is a plugin itself, and no folder of plugins. Name the folder that it is in.");
        }

        using var host = BareHost.Create([Path]);
        return [.. host.GetRequiredService<IPluginRegistry>().Plugins.Where(static plugin => plugin.Path is not null).Select(static plugin => new InstalledPlugin(plugin.Id, System.IO.Path.GetDirectoryName(plugin.Path)!))];
    }

    /// <summary>Gets where a plugin comes to, and checks that nothing is there, nor anywhere in the root.</summary>
    /// <exception cref="RefusedException">It is there already.</exception>
    public string PlaceFor(PluginId id)
    {
        if (Plugins().FirstOrDefault(plugin => plugin.Id == id) is { } same)
        {
            throw new RefusedException($"{id} is in '{Places.Shorten(Path)}' already, in '{Places.Shorten(same.Folder)}'. {(PackageRecord.Read(same.Folder) is null ? $"It was not added by 'dagstack add': remove it by 'dagstack remove {id} --force' first, if it is to go." : $"'dagstack update {id}' takes another version in its place.")}");
        }

        var place = System.IO.Path.Combine(Path, PluginFolderName.Of(id));
        return System.IO.Path.Exists(place)
            ? throw new RefusedException($"'{Places.Shorten(place)}' is there already, and is not {id}. Remove or rename it.")
            : place;
    }

    /// <summary>Finds a plugin of it.</summary>
    /// <param name="name">Its identity, or its folder.</param>
    /// <exception cref="WrongUseException">There is none, or more than one.</exception>
    public InstalledPlugin Find(string name)
    {
        var plugins = Plugins();
        var folder = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(name));
        var found = plugins.Where(plugin => PluginId.TryParse(name, out var id) ? plugin.Id == id : plugin.Folder == folder || plugin.Folder == System.IO.Path.Combine(Path, name)).ToArray();
        return found switch
        {
            [var one] => one,
            [] => throw new WrongUseException($"There is no plugin '{name}' in '{Places.Shorten(Path)}'. {(plugins.Count == 0 ? "It has none." : $"It has {string.Join(", ", plugins.Select(static plugin => plugin.Name))}.")} Name one, or its folder, or another folder of plugins by --plugins."),
            _ => throw new WrongUseException($"There are {found.Length} plugins '{name}' in '{Places.Shorten(Path)}'. Name the folder of one: {string.Join(", ", found.Select(static plugin => Places.Shorten(plugin.Folder)))}."),
        };
    }
}

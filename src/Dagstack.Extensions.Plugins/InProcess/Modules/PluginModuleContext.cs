namespace Dagstack.Extensions.Plugins;

/// <summary>What a module is made of, given to a <see cref="PluginModuleSource"/>.</summary>
public sealed class PluginModuleContext
{
    internal PluginModuleContext(PluginDescription plugin, string module, string folder, string file, PluginModuleReferences references)
    {
        (Plugin, Module, Folder, File, References) = (plugin, module, folder, file, references);
        OwnFile = plugin.Folder is { } own ? Path.Combine(own, Path.GetFileName(file)) : file;
    }

    /// <summary>Gets what the plugin is.</summary>
    public PluginDescription Plugin { get; }

    /// <summary>Gets the plugin's identity.</summary>
    public PluginId Id => Plugin.Id;

    /// <summary>Gets the name of the module, which is to be the simple name of the assembly.</summary>
    public string Module { get; }

    /// <summary>Gets the full path of the folder to read from, which may be a private copy of the plugin's own.</summary>
    public string Folder { get; }

    /// <summary>Gets the full path of the file that the module is made of. It lies in <see cref="Folder"/>.</summary>
    public string File { get; }

    /// <summary>Gets the full path of that file in the plugin's own folder, for messages and symbols.</summary>
    public string OwnFile { get; }

    /// <summary>Gets the assemblies that the plugin has from its host.</summary>
    public PluginModuleReferences References { get; }

    /// <summary>Gets a value indicating whether the host looks for changes of files, so that the module may be made again soon.</summary>
    /// <value>False by default; true with <see cref="DagstackPluginOptions.WatchForChanges"/>.</value>
    public bool IsWatched { get; internal init; }

    /// <summary>Gets a value indicating whether nothing is to be taken from what was kept on disk: the module is made of the file alone.</summary>
    /// <value>False by default; true where the host requires a lock file, see <see cref="PluginInstanceContext.IsLocked"/>.</value>
    public bool BypassCache { get; internal init; }
}

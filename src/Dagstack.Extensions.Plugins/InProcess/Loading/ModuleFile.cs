namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Finds the file of the module that an entry point names.</summary>
internal static class ModuleFile
{
    private const int MaxShown = 10;

    /// <summary>Finds the file of a module.</summary>
    /// <exception cref="PluginLoadException">There is none, or it lies outside of the plugin's folder.</exception>
    public static string Find(PluginId plugin, PluginEntryPoint entryPoint, PluginFolder folder)
    {
        var path = Path.Combine(folder.Path, entryPoint.Module + ".dll");
        var complaint = File.Exists(path) ? folder.ComplaintOf(path)
            : Directory.Exists(path) ? $"is a folder. Put the assembly itself there, or correct 'entry_point', which is \"{entryPoint}\"."
            : null;
        if (complaint is not null)
        {
            throw new PluginLoadException(plugin, $"The module '{path}' of plugin '{plugin}' {complaint}") { File = path };
        }

        return File.Exists(path)
            ? path
            : throw new PluginLoadException(plugin, $"The plugin '{plugin}' has no module '{entryPoint.Module}': '{path}' does not exist.{Hint(entryPoint, folder.Path)}") { File = path };
    }

    /// <summary>Finds a file of C# that lies in the place of a module's assembly.</summary>
    /// <returns>Its name; null if the assembly is there, or that file is not.</returns>
    public static string? FindSource(PluginDescription plugin) =>
        plugin is { Folder: { } folder, Manifest.EntryPoint: { } entryPoint } && !File.Exists(Path.Combine(folder, entryPoint.Module + ".dll")) && File.Exists(Path.Combine(folder, entryPoint.Module + ".cs"))
            ? entryPoint.Module + ".cs"
            : null;

    private static string Hint(PluginEntryPoint entryPoint, string folder)
    {
        if (File.Exists(Path.Combine(folder, entryPoint.Module + ".cs")))
        {
            return $" There is '{entryPoint.Module}.cs': a host compiles it that references the package Dagstack.Extensions.Plugins.Scripts and calls o.UseScripts(). Do that, or build it into the folder.";
        }

        var modules = Directory.EnumerateFiles(folder, "*.dll").Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal).ToList();
        if (modules.Find(module => module.Equals(entryPoint.Module, StringComparison.OrdinalIgnoreCase)) is { } same)
        {
            return $" There is '{same}.dll', and upper and lower case count. Write entry_point = \"{same}:{entryPoint.ClassName}\".";
        }

        var near = NearNames.Find(entryPoint.Module, modules);
        var hint = near is not null ? $" Did you mean '{near}'?" : modules.Count is > 0 and <= MaxShown ? $" The folder has: {string.Join(", ", modules)}." : string.Empty;
        return $"{hint} Build the plugin into its folder, or correct 'entry_point', which is \"{entryPoint}\".";
    }
}

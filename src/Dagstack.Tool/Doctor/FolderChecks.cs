using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Tool.Doctor;

/// <summary>Looks at the folders that plugins are in.</summary>
internal static class FolderChecks
{
    private const string Check = "folders";

    /// <summary>Says which folders are not there.</summary>
    public static IEnumerable<Finding> Missing(IEnumerable<string> folders) => folders.Where(static folder => !Directory.Exists(folder)).Select(static folder =>
        Finding.Bad(Check, $"There is no folder {Places.Shorten(Path.GetFullPath(folder))}.", "Name the folder that the host searches by --plugins, or build the host: a PluginReference in its project puts plugins into 'plugins' beside it."));

    /// <summary>Says how many plugins a host finds, and what it passes over.</summary>
    public static IEnumerable<Finding> Found(IServiceProvider host, IReadOnlyList<string> folders)
    {
        var count = host.GetRequiredService<IPluginRegistry>().Plugins.Count;
        var names = string.Join(", ", folders.Select(static folder => Places.Shorten(Path.GetFullPath(folder))));
        yield return count == 0
            ? Finding.Warning(Check, $"There is no plugin in {names}.", $"A plugin is a folder with a {PluginManifestLoader.TomlFileName}. Not searched are bin, obj and others; name the folder itself, then.")
            : Finding.Good(Check, $"{count} plugin{(count == 1 ? " is" : "s are")} in {names}.");
        foreach (var finding in host.GetPluginFindings())
        {
            // It says itself what to do.
            yield return new(Check, Health.Warning, finding);
        }
    }
}

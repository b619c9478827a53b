using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Dagstack.Extensions.Plugins.Testing.Runs;

/// <summary>Finds the folders of plugins.</summary>
internal static class PluginFolders
{
    /// <summary>The key under which the build records the folder of each referenced plugin, before the name of its assembly.</summary>
    private const string Prefix = "DagstackPluginFolder:";

    /// <summary>Finds the folder of a plugin's class: what the build recorded, else where its assembly lies.</summary>
    /// <exception cref="InvalidOperationException">There is no manifest in any of them.</exception>
    public static string Of(Type plugin)
    {
        var assembly = plugin.Assembly.GetName().Name!;
        List<string> folders = [.. Recorded(assembly).Where(folder => IsBuildOf(plugin, Path.Combine(folder, assembly + ".dll"))), Path.GetDirectoryName(plugin.Assembly.Location) ?? AppContext.BaseDirectory];
        return folders.Find(HasManifest)
            ?? throw new InvalidOperationException(
                $"No manifest of the plugin {plugin.FullName} was found in: {string.Join(", ", folders.Distinct())}. "
                + $"Reference the plugin's project from the test project by ProjectReference, and see that it has <DagstackPlugin>true</DagstackPlugin> and a dagstack.toml; or give the folder with {nameof(PluginContractSuite.WithFolder)}.");
    }

    /// <summary>Makes a folder that has another manifest.</summary>
    /// <returns>The folder, to be deleted.</returns>
    public static string CopyWith(string folder, string manifest)
    {
        var copy = Directory.CreateTempSubdirectory("dagstack-suite-").FullName;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        File.Delete(Path.Combine(copy, PluginManifestLoader.TomlFileName));
        File.Delete(Path.Combine(copy, PluginManifestLoader.JsonFileName));
        File.Copy(manifest, Path.Combine(copy, manifest.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? PluginManifestLoader.JsonFileName : PluginManifestLoader.TomlFileName));
        return copy;
    }

    private static IEnumerable<string> Recorded(string assembly) => AppDomain.CurrentDomain.GetAssemblies()
        .Where(static candidate => !candidate.IsDynamic)
        .SelectMany(static candidate => candidate.GetCustomAttributes<AssemblyMetadataAttribute>())
        .Where(item => item.Key == Prefix + assembly && item.Value is not null)
        .Select(static item => item.Value!);

    /// <summary>Many plugins are called alike: the one that is meant is the one that is loaded.</summary>
    private static bool IsBuildOf(Type plugin, string file)
    {
        if (!File.Exists(file))
        {
            return false;
        }

        using var image = new PEReader(File.OpenRead(file));
        var reader = image.GetMetadataReader();
        return reader.GetGuid(reader.GetModuleDefinition().Mvid) == plugin.Module.ModuleVersionId;
    }

    private static bool HasManifest(string folder) =>
        File.Exists(Path.Combine(folder, PluginManifestLoader.TomlFileName)) || File.Exists(Path.Combine(folder, PluginManifestLoader.JsonFileName));
}

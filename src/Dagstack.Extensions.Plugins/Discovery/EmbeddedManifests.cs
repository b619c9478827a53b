using System.Reflection;

namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>Reads the manifests that an assembly has as resources: <c>dagstack.toml</c>, or any name that ends with <c>.dagstack.toml</c>; the same for JSON.</summary>
internal static class EmbeddedManifests
{
    public static List<FoundPlugin> Read(Assembly assembly, List<string> warnings)
    {
        var plugins = new List<FoundPlugin>();
        if (assembly.IsDynamic)
        {
            // It has no resources that could be asked for.
            return plugins;
        }

        var names = assembly.GetManifestResourceNames().Order(StringComparer.Ordinal).ToList();
        foreach (var name in names)
        {
            if (Is(name, PluginManifestLoader.TomlFileName))
            {
                plugins.Add(Load(assembly, name, ManifestFormat.Toml));
            }
            else if (Is(name, PluginManifestLoader.JsonFileName))
            {
                var toml = name[..^PluginManifestLoader.JsonFileName.Length] + PluginManifestLoader.TomlFileName;
                if (names.Contains(toml))
                {
                    warnings.Add($"the assembly has the resources {toml} and {name}; {toml} is taken. Remove the other one. ({AssemblyPlugins.PlaceOf(assembly, name)})");
                }
                else
                {
                    plugins.Add(Load(assembly, name, ManifestFormat.Json));
                }
            }
        }

        return plugins;
    }

    /// <summary>Without a LogicalName, the compiler puts namespace and folders before the name of the file.</summary>
    private static bool Is(string resource, string name) =>
        resource == name || (resource.EndsWith(name, StringComparison.Ordinal) && resource[^(name.Length + 1)] == '.');

    private static FoundPlugin Load(Assembly assembly, string name, ManifestFormat format)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        return FoundPlugin.FromResource(PluginManifestLoader.LoadEmbedded(stream, format, AssemblyPlugins.PlaceOf(assembly, name), assembly.GetName().Name!), assembly);
    }
}

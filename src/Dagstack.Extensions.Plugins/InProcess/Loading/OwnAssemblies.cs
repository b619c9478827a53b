using System.Reflection;
using System.Runtime.Loader;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Where the assemblies lie that a plugin brings itself.</summary>
/// <param name="plugin">The plugin.</param>
/// <param name="entryPath">The full path of the entry assembly, directly in the folder.</param>
/// <param name="folder">The plugin's folder.</param>
internal sealed class OwnAssemblies(PluginId plugin, string entryPath, string folder)
{
    private readonly bool _resolveByRuntime = Directory.Exists(Path.Combine(folder, "runtimes"));
    private AssemblyDependencyResolver? _resolver;

    /// <summary>Gets what reads the <c>.deps.json</c> of the plugin.</summary>
    /// <exception cref="PluginLoadException">The file cannot be read.</exception>
    public AssemblyDependencyResolver Resolver => _resolver ??= CreateResolver();

    /// <summary>Gets where an assembly lies if it lies beside the entry assembly.</summary>
    public string Beside(string name) => Path.Combine(folder, name + ".dll");

    /// <summary>Finds an assembly.</summary>
    /// <returns>Its file; null if the plugin brings none of that name.</returns>
    /// <exception cref="PluginLoadException">The <c>.deps.json</c> cannot be read.</exception>
    public string? Find(AssemblyName name)
    {
        // Satellite assemblies lie in a folder of their culture, and runtimes/ holds variants of one name.
        var beside = Beside(name.Name!);
        var isPlain = string.IsNullOrEmpty(name.CultureName) && !_resolveByRuntime;
        if (isPlain && File.Exists(beside))
        {
            return beside;
        }

        if (Resolver.ResolveAssemblyToPath(name) is { } path)
        {
            return path;
        }

        return string.IsNullOrEmpty(name.CultureName) && File.Exists(beside) ? beside : null;
    }

    private AssemblyDependencyResolver CreateResolver()
    {
        try
        {
            return new(entryPath);
        }
        catch (InvalidOperationException fault)
        {
            var file = Path.ChangeExtension(entryPath, ".deps.json");
            throw new PluginLoadException(plugin, $"The file '{file}', which says where the dependencies of plugin '{plugin}' lie, cannot be read: {fault.Message.ReplaceLineEndings(" ").Trim()} Build or copy it again, or remove it: assemblies beside '{Path.GetFileName(entryPath)}' are found without it.", fault) { File = file };
        }
    }
}

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

    /// <summary>A module that is made of another file has no <c>.deps.json</c>: nothing but the folder says what it brings.</summary>
    private readonly bool _hasResolver = Path.GetExtension(entryPath) == ".dll";
    private AssemblyDependencyResolver? _resolver;

    private AssemblyDependencyResolver? Resolver => _hasResolver ? _resolver ??= CreateResolver() : null;

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

        if (Resolver?.ResolveAssemblyToPath(name) is { } path)
        {
            return path;
        }

        var last = string.IsNullOrEmpty(name.CultureName) ? beside : _hasResolver ? null : Path.Combine(folder, name.CultureName, name.Name + ".dll");
        return File.Exists(last) ? last : null;
    }

    /// <summary>Finds a native library of which the <c>.deps.json</c> tells.</summary>
    /// <returns>Its file; null if nothing is told of it.</returns>
    /// <exception cref="PluginLoadException">The <c>.deps.json</c> cannot be read.</exception>
    public string? FindLibrary(string name) => Resolver?.ResolveUnmanagedDllToPath(name);

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

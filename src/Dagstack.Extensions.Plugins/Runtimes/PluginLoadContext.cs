using System.Reflection;
using System.Runtime.Loader;

namespace Dagstack.Extensions.Plugins;

/// <summary>The load context of one plugin: contracts are the host's, everything else is its own first. See docs/adr/0002-load-contexts.md.</summary>
internal sealed class PluginLoadContext : AssemblyLoadContext
{
    private readonly SharedAssemblies _shared;
    private readonly string _entryPath;
    private readonly string _entryName;
    private readonly string _folder;
    private readonly bool _resolveByRuntime;
    private readonly Action<string, string> _onIgnoredCopy;
    private AssemblyDependencyResolver? _resolver;

    /// <summary>Creates the context of a plugin.</summary>
    /// <param name="plugin">The plugin, for the name of the context.</param>
    /// <param name="entryPath">The full path of the entry assembly.</param>
    /// <param name="shared">What host and plugins have in common.</param>
    /// <param name="collectible">Whether it can be unloaded; code in it is then never optimised.</param>
    /// <param name="onIgnoredCopy">Told the name and path of a shared assembly that the plugin ships a copy of.</param>
    public PluginLoadContext(PluginId plugin, string entryPath, SharedAssemblies shared, bool collectible, Action<string, string> onIgnoredCopy)
        : base($"plugin {plugin}", collectible)
    {
        _shared = shared;
        _entryPath = entryPath;
        _entryName = Path.GetFileNameWithoutExtension(entryPath);
        _folder = Path.GetDirectoryName(entryPath)!;
        _resolveByRuntime = Directory.Exists(Path.Combine(_folder, "runtimes"));
        _onIgnoredCopy = onIgnoredCopy;
    }

    private AssemblyDependencyResolver Resolver => _resolver ??= new(_entryPath);

    /// <summary>Loads the assembly that the manifest names.</summary>
    public Assembly LoadEntry() => LoadFromAssemblyPath(_entryPath);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name!;
        var beside = Path.Combine(_folder, name + ".dll");
        if (!name.Equals(_entryName, StringComparison.OrdinalIgnoreCase) && _shared.Find(name) is { } shared)
        {
            if (File.Exists(beside))
            {
                _onIgnoredCopy(name, beside);
            }

            return shared;
        }

        return FindOwn(assemblyName, beside) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        Resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    private string? FindOwn(AssemblyName name, string beside)
    {
        // Satellite assemblies lie in a folder of their culture, and runtimes/ holds variants of one name.
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
}

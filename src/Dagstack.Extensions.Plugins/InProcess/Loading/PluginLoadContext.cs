using System.Reflection;
using System.Runtime.Loader;
using Dagstack.Extensions.Plugins.Kinds;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>The load context of one plugin: contracts are the host's, everything else is its own first. See docs/adr/0002-load-contexts.md.</summary>
/// <remarks>What it throws reaches the code that asked for the assembly inside of an exception of the runtime.</remarks>
internal sealed class PluginLoadContext : IsolatedLoadContext
{
    private readonly PluginId _plugin;
    private readonly SharedAssemblies _shared;
    private readonly PluginFolder _folder;
    private readonly OwnAssemblies _own;
    private readonly Action<string, string> _onIgnoredCopy;
    private NativeLibraries? _native;

    /// <summary>Creates the context of a plugin.</summary>
    /// <param name="plugin">The plugin, for the name of the context.</param>
    /// <param name="entry">The module that the manifest names.</param>
    /// <param name="folder">The plugin's folder.</param>
    /// <param name="shared">What host and plugins have in common.</param>
    /// <param name="collectible">Whether it can be unloaded; code in it is then never optimised.</param>
    /// <param name="onIgnoredCopy">Told the name and path of a shared assembly that the plugin ships a copy of.</param>
    public PluginLoadContext(PluginId plugin, EntryModule entry, PluginFolder folder, SharedAssemblies shared, bool collectible, Action<string, string> onIgnoredCopy)
        : base($"plugin {plugin}", collectible)
    {
        _plugin = plugin;
        _shared = shared;
        Entry = entry;
        _folder = folder;
        _own = new(plugin, entry.Path, folder.Path);
        _onIgnoredCopy = onIgnoredCopy;
    }

    /// <summary>Gets the module that the manifest names.</summary>
    public EntryModule Entry { get; }

    /// <summary>Gets where the plugin's native libraries lie.</summary>
    public NativeLibraries Native => _native ??= new(_folder.Path);

    /// <summary>Loads the assembly that the manifest names.</summary>
    /// <exception cref="LockMismatchException">It is not what was locked.</exception>
    public Assembly LoadEntry()
    {
        _folder.EnsureLocked(_plugin, Entry.Path);
        return Entry.LoadInto(this);
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name!;
        var beside = _own.Beside(name);
        if (!name.Equals(Entry.Name, StringComparison.OrdinalIgnoreCase) && _shared.Find(name) is { } shared)
        {
            if (File.Exists(beside))
            {
                _onIgnoredCopy(name, beside);
            }

            return shared;
        }

        return _own.Find(assemblyName) is { } path ? LoadOwn(name, path) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        if ((_own.FindLibrary(unmanagedDllName) ?? Native.Find(unmanagedDllName)) is not { } path)
        {
            return 0;
        }

        EnsureInside(unmanagedDllName, path);
        return LoadUnmanagedDllFromPath(path);
    }

    private Assembly LoadOwn(string name, string path)
    {
        EnsureInside(name, path);
        Assembly assembly;
        try
        {
            assembly = LoadFromAssemblyPath(path);
        }
        catch (Exception fault) when (fault is BadImageFormatException or FileLoadException)
        {
            using var image = AssemblyImage.Open(path);
            throw Unusable(name, path, image.Complaint ?? $"cannot be loaded: {fault.Message}", fault);
        }

        return assembly.GetName().Name is { } real && real.Equals(name, StringComparison.OrdinalIgnoreCase)
            ? assembly
            : throw Unusable(name, path, $"is really the assembly '{assembly.GetName().Name}'. A file bears the name of its assembly: put '{name}' there, or correct the reference.");
    }

    private void EnsureInside(string name, string path)
    {
        if (_folder.ComplaintOf(path) is { } complaint)
        {
            throw Unusable(name, path, complaint);
        }

        _folder.EnsureLocked(_plugin, path);
    }

    private PluginLoadException Unusable(string name, string path, string complaint, Exception? fault = null) =>
        new(_plugin, $"The file '{path}', which the plugin '{_plugin}' needs, {complaint}", fault) { File = path, Dependency = name };
}

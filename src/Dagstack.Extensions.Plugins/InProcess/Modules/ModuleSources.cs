using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Diagnostics;
using Dagstack.Extensions.Plugins.Kinds;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Finds the module of an entry point: an assembly's file, or where there is none, what a source makes of another one.</summary>
/// <param name="sources">The sources, which are code of others.</param>
/// <param name="shared">What plugins have from the host.</param>
/// <param name="isWatched">Whether changes of files are looked for.</param>
/// <param name="isLocked">Whether nothing is to be loaded but what a lock file names.</param>
/// <param name="logger">Told what is passed over.</param>
internal sealed class ModuleSources(IEnumerable<PluginModuleSource> sources, Lazy<SharedAssemblies> shared, bool isWatched, bool isLocked, ILogger logger)
{
    private readonly PluginModuleSource[] _sources = [.. sources];
    private readonly Lazy<PluginModuleReferences> _references = new(() => new(shared.Value));
    private readonly ConcurrentDictionary<string, bool> _said = new(StringComparer.Ordinal);

    /// <summary>Says what a source has against a plugin whose module it would make; null for nothing.</summary>
    public PluginRefusal? Check(PluginDescription plugin) =>
        _sources.Length > 0 && plugin is { Factory: null, Folder: { } folder, Manifest.EntryPoint: { } entryPoint } && !File.Exists(AssemblyOf(folder, entryPoint.Module)) ? Find(folder, entryPoint.Module)?.Source.Check(plugin) : null;

    /// <summary>Tells whether a file may be what a module is made of. It lies directly in the plugin's folder.</summary>
    public bool IsCode(string path) => Path.GetFileName(path) == path && Array.Exists(_sources, source => path.EndsWith(source.Extension, StringComparison.Ordinal));

    /// <summary>Tells whether a file is what the module of a plugin is made of.</summary>
    public bool IsCode(PluginDescription plugin, string path) =>
        IsCode(path) && plugin is { Folder: { } folder, Manifest.EntryPoint: { } entryPoint } && Path.GetFileNameWithoutExtension(path) == entryPoint.Module && !File.Exists(AssemblyOf(folder, entryPoint.Module));

    /// <summary>Looks whether a file is whole that a module may be made of.</summary>
    public string? ComplaintOf(string path) =>
        Array.Find(_sources, source => path.EndsWith(source.Extension, StringComparison.Ordinal))?.FindComplaint(path);

    /// <summary>Opens the module of a plugin in its own folder, before it is started: whoever looks waits for it, as long as a start may take.</summary>
    /// <exception cref="PluginRegistryException">There is none, or it cannot be made.</exception>
    /// <exception cref="OperationCanceledException">It takes too long.</exception>
    public EntryModule Open(PluginDescription plugin, PluginEntryPoint entryPoint, string folder)
    {
        using var limit = new CancellationTokenSource(plugin.Manifest.StartupTimeout);
        var opening = OpenAsync(plugin, entryPoint, new(folder), limit.Token);
        return opening.IsCompleted ? opening.GetAwaiter().GetResult() : opening.AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Opens the module of a plugin.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="entryPoint">What its manifest names.</param>
    /// <param name="folder">Where its files are to be taken from.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PluginRegistryException">There is none, or it cannot be made.</exception>
    public async ValueTask<EntryModule> OpenAsync(PluginDescription plugin, PluginEntryPoint entryPoint, PluginFolder folder, CancellationToken cancellationToken)
    {
        var found = Find(folder.Path, entryPoint.Module);
        if (found is not var (source, file) || File.Exists(AssemblyOf(folder.Path, entryPoint.Module)))
        {
            var assembly = ModuleFile.Find(plugin.Id, entryPoint, folder);
            if (found is not null && _said.TryAdd(plugin.Folder ?? folder.Path, true))
            {
                logger.IgnoredSource(plugin.Id, Path.GetFileName(assembly), Path.GetFileName(found.Value.File));
            }

            return new(assembly);
        }

        if (folder.ComplaintOf(file) is { } complaint)
        {
            throw new PluginLoadException(plugin.Id, $"The module '{file}' of plugin '{plugin.Id}' {complaint}") { File = file };
        }

        folder.EnsureLocked(plugin.Id, file);
        return new(file, await MakeAsync(source, new(plugin, entryPoint.Module, folder.Path, file, _references.Value) { IsWatched = isWatched, BypassCache = isLocked }, cancellationToken).ConfigureAwait(false));
    }

    private static string AssemblyOf(string folder, string module) => Path.Combine(folder, module + ".dll");

    private static async ValueTask<PluginModule> MakeAsync(PluginModuleSource source, PluginModuleContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await source.MakeAsync(context, cancellationToken).ConfigureAwait(false)
                ?? throw new PluginLoadException(context.Id, $"{source.GetType().FullName} made nothing of '{context.OwnFile}', the module of plugin '{context.Id}'. It is to return a module, or throw what is wrong.") { File = context.OwnFile };
        }
        catch (Exception fault) when (fault is not (PluginRegistryException or OperationCanceledException) && !HostErrors.Is(fault))
        {
            throw new PluginLoadException(context.Id, $"{source.GetType().FullName} could not make a module of '{context.OwnFile}' for plugin '{context.Id}': {ExceptionText.Sentence(fault)} See to what it complains of, or build the module as '{context.Module}.dll'.", ExceptionText.Loggable(fault)) { File = context.OwnFile };
        }
    }

    private (PluginModuleSource Source, string File)? Find(string folder, string module)
    {
        foreach (var source in _sources)
        {
            var file = Path.Combine(folder, module + source.Extension);
            if (File.Exists(file))
            {
                return (source, file);
            }
        }

        return null;
    }
}

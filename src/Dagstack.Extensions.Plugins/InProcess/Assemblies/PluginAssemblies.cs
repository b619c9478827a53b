using System.Reflection;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.InProcess;

namespace Dagstack.Extensions.Plugins;

/// <summary>Tells what a plugin in .NET needs and where a host would take it from, by the rule of the host itself. No code is loaded.</summary>
public static class PluginAssemblies
{
    /// <summary>Describes the assemblies that a plugin needs: those that its own references, and those that these do which it brings.</summary>
    /// <param name="manifest">The plugin's manifest.</param>
    /// <param name="folder">The plugin's folder.</param>
    /// <param name="contracts">The contracts of the host.</param>
    /// <param name="host">The assembly of a host that is built, with its <c>.runtimeconfig.json</c> beside it; null for the process that asks.</param>
    /// <returns>The assemblies, ordinal by name; empty for a plugin without an entry point.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="PluginLoadException">The plugin's assembly is not there, or is none.</exception>
    /// <exception cref="InvalidDataException"><paramref name="host"/> has no <c>.runtimeconfig.json</c>, or one that cannot be read.</exception>
    public static IReadOnlyList<PluginAssembly> Describe(PluginManifest manifest, string folder, IEnumerable<PluginContract> contracts, string? host = null)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(contracts);
        if (manifest.EntryPoint is not { } entryPoint)
        {
            return [];
        }

        var directory = new PluginFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var module = ModuleFile.Find(manifest.Id, entryPoint, directory);
        var shared = new SharedAssemblies(contracts);
        var walk = new AssemblyWalk(new(manifest.Id, module, directory.Path), shared, host is null ? new RunningHost(shared) : BuiltHost.Read(host));
        if (walk.Add(module) is { } complaint)
        {
            throw new PluginLoadException(manifest.Id, $"The module '{module}' of plugin '{manifest.Id}' {complaint}") { File = module };
        }

        return walk.Found;
    }
}

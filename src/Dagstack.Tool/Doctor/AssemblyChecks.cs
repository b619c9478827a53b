using Dagstack.Tool.Output;

namespace Dagstack.Tool.Doctor;

/// <summary>Compares the assemblies of plugins with those that the host shares with them.</summary>
/// <param name="host">What the host shares.</param>
internal sealed class AssemblyChecks(HostFiles host)
{
    private const string Check = "assemblies";

    public IEnumerable<Finding> Run(PluginFiles plugin) => plugin.Manifest.EntryPoint is not { } entryPoint ? [] : [.. Module(plugin, entryPoint.Module), .. Copies(plugin)];

    /// <summary>A plugin that was built against a newer contract than the host's is refused.</summary>
    private Finding[] Module(PluginFiles plugin, string module)
    {
        var file = Path.Combine(plugin.Folder, module + ".dll");
        if (!File.Exists(file))
        {
            return [Finding.Bad(Check, $"{plugin.Id} has no {Places.Shorten(file)}, which its entry_point names.", "Build it, and let the host search the folder that the build writes: a folder of sources has the manifest and no assembly.")];
        }

        if (ManagedFile.Read(file) is not { } assembly)
        {
            return [Finding.Bad(Check, $"{Places.Shorten(file)} of {plugin.Id} is no assembly of .NET.", "Copy or build it again.")];
        }

        var shared = assembly.References.Where(reference => host.Shared.ContainsKey(reference.Key)).ToArray();
        var newer = shared.Where(reference => reference.Value > host.Shared[reference.Key]).Select(reference => Finding.Bad(
            Check,
            $"{plugin.Id} was built against {reference.Key} {reference.Value}, and {host.Name} has {host.Shared[reference.Key]}.",
            $"Update {reference.Key} in the host, or build the plugin against {host.Shared[reference.Key]} or older.")).ToArray();
        return newer.Length > 0 || shared.Length == 0 ? newer : [Finding.Good(Check, $"{plugin.Id} was built against {string.Join(", ", shared.Select(static reference => $"{reference.Key} {reference.Value}"))}, which {host.Name} has.")];
    }

    /// <summary>What is the host's is the host's: a copy in the folder of a plugin is passed over.</summary>
    private Finding[] Copies(PluginFiles plugin)
    {
        var copies = host.Shared.Keys.Where(name => File.Exists(Path.Combine(plugin.Folder, name + ".dll"))).Order(StringComparer.Ordinal).ToArray();
        return copies.Length == 0 ? [] : [Finding.Warning(
            Check,
            $"The folder of {plugin.Id} has {string.Join(", ", copies.Select(static name => name + ".dll"))}, which {(copies.Length == 1 ? "is" : "are")} the host's: the host does not load {(copies.Length == 1 ? "that copy" : "these copies")}.",
            "Delete the copies. A plugin's project with <DagstackPlugin>true</DagstackPlugin> does not make them.")];
    }
}

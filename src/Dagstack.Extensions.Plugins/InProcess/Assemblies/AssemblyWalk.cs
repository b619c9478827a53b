using System.Reflection;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Goes from a plugin's assembly to all that it needs, by what the files say.</summary>
/// <param name="own">What the plugin brings.</param>
/// <param name="shared">What contracts are made of.</param>
/// <param name="host">What the host has.</param>
internal sealed class AssemblyWalk(OwnAssemblies own, SharedAssemblies shared, IHostFiles host)
{
    private readonly Dictionary<string, Need> _needs = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets what was found.</summary>
    public IReadOnlyList<PluginAssembly> Found => [.. _needs.OrderBy(static need => need.Key, StringComparer.Ordinal).Select(need => Describe(need.Key, need.Value))];

    /// <summary>Reads the version of an assembly from its file; null if it is none.</summary>
    public static Version? VersionOf(string file)
    {
        try
        {
            return File.Exists(file) ? AssemblyName.GetAssemblyName(file).Version : null;
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    /// <summary>Adds what an assembly references, and what those reference that the plugin brings.</summary>
    /// <returns>What is wrong with the file; null for nothing.</returns>
    public string? Add(string file)
    {
        var module = Path.GetFileNameWithoutExtension(file);
        _seen.Add(module);
        using var image = AssemblyImage.Open(file);
        if (image.Complaint is { } complaint)
        {
            return complaint;
        }

        foreach (var (name, version) in image.References)
        {
            if (!_needs.TryGetValue(name, out var need))
            {
                _needs.Add(name, need = new());
            }

            need.Add(version, module);
            if (!IsShared(name) && _seen.Add(name) && own.Find(new AssemblyName(name)) is { } path)
            {
                // One that is none is found out when it is loaded, if ever.
                Add(path);
            }
        }

        return null;
    }

    private PluginAssembly Describe(string name, Need need)
    {
        var source = shared.Contracts.ContainsKey(name) ? PluginAssemblySource.Contract
            : host.IsFramework(name) ? PluginAssemblySource.Framework
            : IsShared(name) ? PluginAssemblySource.Shared
            : own.Find(new AssemblyName(name)) is not null ? PluginAssemblySource.Plugin
            : host.Has(name) ? PluginAssemblySource.Host
            : PluginAssemblySource.Missing;
        var isOwn = source == PluginAssemblySource.Plugin;
        var copy = !isOwn && File.Exists(own.Beside(name)) ? own.Beside(name) : null;
        return new(name, need.Version, source, isOwn ? VersionOf(own.Find(new AssemblyName(name))!) : host.VersionOf(name), copy, [.. need.By]);
    }

    private bool IsShared(string name) => shared.Contracts.ContainsKey(name) || SharedAssemblies.IsShared(name, host.Has, host.IsFramework);

    private sealed class Need
    {
        public Version Version { get; private set; } = new(0, 0, 0, 0);

        public SortedSet<string> By { get; } = new(StringComparer.Ordinal);

        public void Add(Version version, string by)
        {
            Version = version > Version ? version : Version;
            By.Add(by);
        }
    }
}

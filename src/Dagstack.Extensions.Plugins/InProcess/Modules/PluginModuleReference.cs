using System.Reflection;

namespace Dagstack.Extensions.Plugins;

/// <summary>An assembly that a plugin has from its host. It has a file, or is loaded, or both.</summary>
public sealed class PluginModuleReference
{
    internal PluginModuleReference(string name, string? file, Assembly? assembly) => (Name, File, Assembly) = (name, file, assembly);

    /// <summary>Gets its simple name.</summary>
    public string Name { get; }

    /// <summary>Gets the full path of its file.</summary>
    /// <value>Null for one that is inside of a single-file application, or was loaded from no file.</value>
    public string? File { get; }

    /// <summary>Gets the assembly as this process has loaded it.</summary>
    /// <value>Null for one that has a file and was not loaded for this.</value>
    public Assembly? Assembly { get; }
}

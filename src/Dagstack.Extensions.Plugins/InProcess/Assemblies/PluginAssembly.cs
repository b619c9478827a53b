namespace Dagstack.Extensions.Plugins;

/// <summary>An assembly that a plugin needs, and where a host would take it from.</summary>
public sealed class PluginAssembly
{
    internal PluginAssembly(string name, Version builtAgainst, PluginAssemblySource source, Version? version, string? ignoredCopy, IReadOnlyList<string> neededBy) =>
        (Name, BuiltAgainst, Source, Version, IgnoredCopy, NeededBy) = (name, builtAgainst, source, version, ignoredCopy, neededBy);

    /// <summary>Gets its simple name.</summary>
    public string Name { get; }

    /// <summary>Gets the version that the plugin, or what it brings, was built against; the highest of several.</summary>
    public Version BuiltAgainst { get; }

    /// <summary>Gets where it comes from.</summary>
    public PluginAssemblySource Source { get; }

    /// <summary>Gets the version that would be loaded.</summary>
    /// <value>Null for one that is missing, and where the file does not say.</value>
    public Version? Version { get; }

    /// <summary>Gets the file among the plugin's own that the host would pass over, since it has the assembly itself.</summary>
    /// <value>Null if there is none.</value>
    public string? IgnoredCopy { get; }

    /// <summary>Gets the assemblies that reference it: that of the plugin, and what it brings.</summary>
    public IReadOnlyList<string> NeededBy { get; }

    /// <summary>Gets a value indicating whether a host refuses the plugin because of it: it was built against a newer contract than the host has.</summary>
    public bool IsTooNew => Source == PluginAssemblySource.Contract && BuiltAgainst > Version;
}

using System.Reflection;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins;

/// <summary>What a runtime is to run: a plugin whose manifest is valid for this host.</summary>
/// <remarks>See §4 of the plugin contract.</remarks>
public sealed class PluginDescription
{
    internal PluginDescription(PluginManifest manifest, PluginContract contract) => (Manifest, Contract) = (manifest, contract);

    /// <summary>Gets the plugin's identity.</summary>
    public PluginId Id => Manifest.Id;

    /// <summary>Gets the plugin's manifest.</summary>
    public PluginManifest Manifest { get; }

    /// <summary>Gets the contract of the plugin's kind.</summary>
    public PluginContract Contract { get; }

    /// <summary>Gets the plugin's folder, where it was found.</summary>
    /// <value>Null for a plugin that has none.</value>
    public string? Folder { get; internal init; }

    /// <summary>Gets where the plugin is from, for messages: a file, or <c>assembly.dll!</c> and what is in it.</summary>
    /// <value>Null for a plugin given in code.</value>
    public string? Path { get; internal init; }

    /// <summary>Gets the application's own assembly that has the plugin's class.</summary>
    /// <value>Null for a plugin that is not part of one.</value>
    public Assembly? Assembly { get; internal init; }

    /// <summary>Gets the class of a plugin that says by its attribute what it is.</summary>
    /// <value>Null where the entry point names it.</value>
    public Type? Class { get; internal init; }

    /// <summary>Gets what makes or returns the instance of a plugin given in code.</summary>
    /// <value>Null for one that was found.</value>
    public Func<IServiceProvider, object?>? Factory { get; internal init; }

    /// <summary>Gets a value indicating whether the instance is to be disposed when the plugin ends.</summary>
    /// <value>False for an object that the application has given, and true otherwise.</value>
    public bool OwnsInstance { get; internal init; } = true;
}

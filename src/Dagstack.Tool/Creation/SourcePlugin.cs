using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Contracts;

namespace Dagstack.Tool.Creation;

/// <summary>A plugin as it is written: the folder of its manifest, where its project is too, if it has one.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Manifest">What is in its manifest.</param>
internal sealed record SourcePlugin(string Folder, PluginManifest Manifest)
{
    /// <summary>Gets what others reference: its project, or the folder of a program.</summary>
    public string Reference => Project ?? Folder;

    /// <summary>Gets the project beside the manifest; null of a program.</summary>
    public string? Project => ContractProject.Of(Folder) is [var single] ? single : null;
}

using Dagstack.Extensions.Plugins;

namespace Dagstack.Tool.Creation;

/// <summary>A plugin as it is written: the folder of its manifest, where its project is too, if it has one.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Manifest">What is in its manifest.</param>
internal sealed record SourcePlugin(string Folder, PluginManifest Manifest);

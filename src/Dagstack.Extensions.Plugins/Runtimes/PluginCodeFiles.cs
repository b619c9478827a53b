using Dagstack.Extensions.Plugins.Files;

namespace Dagstack.Extensions.Plugins.Runtimes;

/// <summary>Knows which files of one plugin's folder are code: what its runtime says of it.</summary>
/// <param name="runtime">The runtime.</param>
/// <param name="plugin">The plugin; null if its manifest is not valid for the host.</param>
internal sealed class PluginCodeFiles(HostedRuntime runtime, PluginDescription? plugin) : ICodeFiles
{
    public bool IsCode(string path) => runtime.IsCode(plugin, path);

    public string? ComplaintOf(string folder, string path) => runtime.ComplaintOf(plugin, folder, path);
}

using Dagstack.Extensions.Plugins;

namespace Dagstack.Tool.Archives;

/// <summary>The folder that a plugin that travels has beside a host, below <c>plugins</c>.</summary>
internal static class PluginFolderName
{
    public static string Of(PluginId id) => $"{id.Kind}.{id.Name}";
}

using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>The plugin's section as the host has it, and again when it is another there.</summary>
internal sealed class WorkerConfiguration : ConfigurationProvider
{
    private readonly string _section;

    public WorkerConfiguration(PluginId plugin)
    {
        _section = ConfigurationPath.Combine(plugin.Kind, plugin.Name);
        Root = new ConfigurationRoot([this]);
    }

    /// <summary>Gets the configuration that has the section.</summary>
    public IConfigurationRoot Root { get; }

    /// <summary>Takes the section, key by key.</summary>
    public void Set(JsonElement section)
    {
        var data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var key in section.EnumerateObject())
        {
            data[key.Name.Length == 0 ? _section : ConfigurationPath.Combine(_section, key.Name)] = key.Value.GetString();
        }

        Data = data;
        OnReload();
    }
}

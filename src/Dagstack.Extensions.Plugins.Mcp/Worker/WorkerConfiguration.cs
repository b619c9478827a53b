using System.Globalization;
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

    /// <summary>Takes the section.</summary>
    public void Set(JsonElement section)
    {
        var data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        Add(section, _section, data);
        Data = data;
        OnReload();
    }

    private static void Add(JsonElement value, string path, Dictionary<string, string?> data)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Add(member.Value, ConfigurationPath.Combine(path, member.Name), data);
                }

                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    Add(item, ConfigurationPath.Combine(path, index++.ToString(CultureInfo.InvariantCulture)), data);
                }

                break;
            case JsonValueKind.Null:
                data[path] = null;
                break;
            default:
                data[path] = value.ToString();
                break;
        }
    }
}

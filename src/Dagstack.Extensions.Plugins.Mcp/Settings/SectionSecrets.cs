using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Mcp.Settings;

/// <summary>The values of a plugin's section that the host masks: by their names, or since their provider says so.</summary>
internal sealed class SectionSecrets
{
    private const string Masked = "[MASKED]";

    private readonly List<string> _paths;
    private readonly List<string?> _values;

    public SectionSecrets(PluginInstanceContext context)
    {
        var entries = context.Services.GetRequiredService<IPluginRegistry>().DescribeConfiguration(context.Plugin.Id);
        _paths = [.. entries.Where(static entry => entry.Value == Masked).Select(static entry => entry.Path)];
        var configuration = context.Services.GetService<IConfiguration>();
        _values = [.. _paths.Select(path => configuration?[path])];
    }

    /// <summary>Gets the paths of those that have a value.</summary>
    public IEnumerable<string> Paths => _paths.Where((_, i) => _values[i] is { Length: > 0 });

    /// <summary>Tells whether a key of the section has a secret.</summary>
    /// <param name="key">The key, relative to the section.</param>
    public bool Has(string key) => _paths.Exists(path => path.EndsWith($":{key}", StringComparison.OrdinalIgnoreCase));

    /// <summary>Makes a mask that knows them.</summary>
    public SecretMask ToMask()
    {
        var mask = new SecretMask();
        AddTo(mask);
        return mask;
    }

    /// <summary>Has a mask know them too.</summary>
    public void AddTo(SecretMask mask) => _values.ForEach(mask.Add);
}

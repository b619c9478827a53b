using Microsoft.Extensions.Configuration;

namespace Dagstack.Extensions.Plugins.Mcp.Settings;

/// <summary>The values of a plugin's section that are secrets by their names.</summary>
internal static class SectionSecrets
{
    public static SecretMask MaskOf(IConfiguration section)
    {
        var mask = new SecretMask();
        foreach (var (key, value) in section.AsEnumerable(makePathsRelative: true))
        {
            if (SecretNames.IsSecret(key[(key.LastIndexOf(':') + 1)..]))
            {
                mask.Add(value);
            }
        }

        return mask;
    }
}

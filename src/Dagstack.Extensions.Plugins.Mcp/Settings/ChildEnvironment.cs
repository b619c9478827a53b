using System.Collections;
using ModelContextProtocol.Client;

namespace Dagstack.Extensions.Plugins.Mcp.Settings;

/// <summary>The environment of a child process: what programs need to start, and what the manifest says. Nothing else of the host's.</summary>
/// <remarks>See §8.4 of the plugin contract.</remarks>
internal static class ChildEnvironment
{
    private static readonly string[] s_names = ["TZ", "TMPDIR"];
    private static readonly string[] s_prefixes = ["SSL_CERT_", "DOTNET_ROOT", "LC_"];

    /// <summary>Makes it.</summary>
    /// <param name="manifest">The variables of the manifest, expanded.</param>
    /// <param name="inherit">Whether the host says that its plugins have all of its own variables.</param>
    public static Dictionary<string, string> Make(IEnumerable<KeyValuePair<string, string>> manifest, bool inherit)
    {
        // On Windows names are compared without case, as programs do there.
        var names = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var environment = new Dictionary<string, string>(names);
        foreach (var (name, value) in StdioClientTransportOptions.GetDefaultEnvironmentVariables())
        {
            if (value is not null)
            {
                environment[name] = value;
            }
        }

        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var (name, value) = ((string)variable.Key, (string?)variable.Value ?? string.Empty);
            if (inherit || s_names.Contains(name, names) || s_prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                environment[name] = value;
            }
        }

        // A plugin's folder is the host's to watch: nothing is written into it.
        environment["PYTHONDONTWRITEBYTECODE"] = "1";
        foreach (var (name, value) in manifest)
        {
            environment[name] = value;
        }

        return environment;
    }
}

using System.Diagnostics;
using System.Reflection;
using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Tool.Output;
using Dagstack.Tool.Plugins;

namespace Dagstack.Tool.Installing;

/// <summary>The host that a plugin has to fit: one that is named, else any of the version of this program.</summary>
/// <param name="Host">Its assembly; null for any.</param>
/// <param name="CoreVersion">The version of its plugin system.</param>
/// <param name="Contracts">Its contracts by kind; null where kinds are not known.</param>
internal sealed record TargetHost(string? Host, string CoreVersion, IReadOnlyDictionary<string, PluginContract>? Contracts)
{
    private const string PluginSystem = "Dagstack.Extensions.Plugins.dll";

    private static readonly HashSet<string> s_runtimes = new(StringComparer.Ordinal) { PluginRuntimes.InProcess, PluginRuntimes.McpStdio, PluginRuntimes.McpHttp };

    /// <summary>Looks at a host. Its contracts are loaded, and nothing else of it.</summary>
    /// <exception cref="WrongUseException">It is none.</exception>
    public static async Task<TargetHost> FindAsync(string? host, Terminal terminal, CancellationToken cancellationToken)
    {
        if (host is null)
        {
            return new(null, ToolVersion.Current, null);
        }

        var contracts = ContractFiles.Of(host);
        var system = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(host))!, PluginSystem);
        if (!File.Exists(system))
        {
            throw new WrongUseException($"Beside '{host}' is no {PluginSystem}: it hosts no plugins, or is a library. Name the assembly of the program that calls AddDagstackPlugins, in its output folder.");
        }

        await ContractFiles.LoadAsync(contracts, terminal, cancellationToken).ConfigureAwait(false);
        return new(host, VersionOf(system), PluginContracts.FindAll());
    }

    /// <summary>Reads a manifest as the host would.</summary>
    /// <param name="text">The text.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="name">What it is called in messages.</param>
    public ManifestLoadResult Read(string text, ManifestFormat format, string name) => PluginManifestLoader.Parse(text, format, name, new()
    {
        CoreVersion = CoreVersion,
        KnownKinds = Contracts?.ToDictionary(static pair => pair.Key, static pair => pair.Value.ApiVersion, StringComparer.Ordinal),
        SupportedRuntimes = s_runtimes,
    });

    /// <summary>Finds what a plugin was built against that is newer than what the host has.</summary>
    /// <exception cref="RefusedException">There is something, or the plugin's assembly cannot be read.</exception>
    public void CheckAssemblies(PluginManifest manifest, string folder, string archive)
    {
        if (Host is null || manifest.EntryPoint is null)
        {
            return;
        }

        try
        {
            var newer = PluginAssemblies.Describe(manifest, folder, Contracts!.Values, Host).Where(static assembly => assembly.IsTooNew).Select(static assembly => $"{assembly.Name} {assembly.BuiltAgainst} (the host has {assembly.Version})").ToArray();
            if (newer.Length > 0)
            {
                throw new RefusedException($"'{archive}' is refused: {manifest.Id} was built against {string.Join(", ", newer)}. Update these in the host, or take a version of the plugin that was built against older ones.");
            }
        }
        catch (Exception fault) when (fault is PluginLoadException or InvalidDataException)
        {
            throw new RefusedException($"'{archive}' is refused: {fault.Message}");
        }
    }

    private static string VersionOf(string system) => FileVersionInfo.GetVersionInfo(system).ProductVersion?.Split('+')[0] is { Length: > 0 } version ? version : AssemblyName.GetAssemblyName(system).Version!.ToString(3);
}

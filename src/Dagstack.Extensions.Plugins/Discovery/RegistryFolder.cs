using Dagstack.Extensions.Plugins.Manifests;

namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>The manifests in a folder <c>plugins_registry</c> beside a root: files of any name that end with <c>.toml</c> or <c>.json</c>, and do not begin with a dot.</summary>
/// <param name="folder">The folder.</param>
internal sealed class RegistryFolder(string folder) : RemoteList
{
    private const string FolderName = "plugins_registry";

    public override string Name => $"the folder '{folder}'";

    /// <summary>Finds the folder beside a root; null if there is none.</summary>
    public static string? Beside(string root) =>
        Path.GetDirectoryName(root) is { } parent && Path.Join(parent, FolderName) is var folder && Directory.Exists(folder) ? folder : null;

    public override IEnumerable<DiscoveredPlugin> Find() =>
        Directory.EnumerateFiles(folder).Where(IsManifest).Order(StringComparer.Ordinal).Select(file => FaultOf(file) is { } fault ? Refuse(file, fault) : Read(file));

    private static bool IsManifest(string file) =>
        !Path.GetFileName(file).StartsWith('.')
        && (file.EndsWith(".toml", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".json", StringComparison.OrdinalIgnoreCase));

    /// <summary>A link may lead to where the folder's own files are, as where files are mounted, and nowhere else.</summary>
    private string? FaultOf(string file) => new FileInfo(file).LinkTarget is null ? null
        : RealPath.TryResolve(file) is not { } target ? ManifestFaults.BrokenLink
        : RealPath.IsWithin(target, RealPath.TryResolve(folder) ?? folder) ? null
        : $"the manifest is a link that leads out of '{folder}' to '{target}', and is not followed. Put the file in its place, or name it in '{RemoteSetting.Key}' of the host's settings.";
}

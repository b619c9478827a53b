using Chunking;

namespace Dagstack.Extensions.Plugins.Tests.Broken;

/// <summary>Entry points whose module is not there, or is not where it should be.</summary>
internal static class BrokenModules
{
    private static readonly string s_elsewhere = typeof(IChunker).Assembly.Location;

    public static IReadOnlyList<BrokenPlugin> All { get; } =
    [
        BrokenCode.RowOf("no-such-module", static _ => { }, "does not exist", "Build the plugin into its folder, or correct 'entry_point', which is \"plugin:Broken\"."),
        BrokenCode.RowOf("module-of-another-name", static path => File.Copy(s_elsewhere, Path.Combine(path, "plugins.dll")), "Did you mean 'plugins'?"),
        BrokenCode.RowOf("module-of-other-names", static path => File.Copy(s_elsewhere, Path.Combine(path, "Chunking.Contracts.dll")), "The folder has: Chunking.Contracts."),
        BrokenCode.RowOf("module-is-a-folder", static path => Directory.CreateDirectory(Path.Combine(path, "plugin.dll")), "is a folder. Put the assembly itself there"),
        BrokenCode.RowOf("module-is-a-link-out", static path => File.CreateSymbolicLink(Path.Combine(path, "plugin.dll"), s_elsewhere), "leaves the plugin's folder", "Put the file itself into the folder."),
        BrokenCode.RowOf("module-is-a-link-to-nothing", static path => File.CreateSymbolicLink(Path.Combine(path, "plugin.dll"), "nothing.dll"), "is a link that leads nowhere, to 'nothing.dll'"),
        .. OperatingSystem.IsLinux()
            ? [BrokenCode.RowOf("module-in-other-case", static path => File.Copy(s_elsewhere, Path.Combine(path, "PlugIn.dll")), "There is 'PlugIn.dll', and upper and lower case count. Write entry_point = \"PlugIn:Broken\".")]
            : Array.Empty<BrokenPlugin>(),
    ];
}
